// The models that can be downloaded, and where from.
import { z } from "zod";
import catalogue from "../../../resources/model-catalogue.json" with { type: "json" };
import { type CatalogueEntry, catalogueEntrySchema } from "../../../shared/contract/models.ts";

/** The hub, and the hosts that it sends downloads on to. */
export const HUB_HOST = "huggingface.co";
export const HUB_HOSTS = [HUB_HOST, ".huggingface.co", ".hf.co"];

export const catalogueEntries: CatalogueEntry[] = z.array(catalogueEntrySchema).parse(catalogue.models);

/** Address of a file on the hub; `base` is another one in tests. */
export const hubAddress = (entry: CatalogueEntry, base = `https://${HUB_HOST}`): string =>
  `${base}/${entry.repo}/resolve/${entry.revision ?? "main"}/${entry.file}`;
