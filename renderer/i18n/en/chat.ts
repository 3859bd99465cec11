// Words of the chat feature.
export const chat = {
  title: "Chat",
};
