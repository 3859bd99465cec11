// Words of the search over chats and documents.
export const search = {
  messages: "Messages",
  passages: "In documents",
  inMessages: "In messages",
  searching: "Searching",
  nothing: "Nothing in chats or documents matches “{query}”.",
  noMessages: "No message holds “{query}”.",
  moreMessages: "{n} {n|message|messages} in all; more words narrow it down",
  failed: "The search failed.",
  you: "You",
  answer: "Answer",
  archived: "Archived",
};
