import { types } from "../../../../policies/shared/types";
import type { Resource } from "./harness";
import { container, labelled, resource } from "./resources";
import { type Variants, variants } from "./samples";
import { unknownText } from "./unknown";

/** Texts of files, by their paths. */
export type Files = Readonly<Record<string, string>>;

const folder = "/etc/nginx/";

/** A container that gets these files, by the value of its label `palier.component`. */
export function uploaded(component: string, files: Files, changes: object = {}): Resource {
  const uploads = Object.entries(files).map(([file, content]) => ({ file, content }));
  return container({ uploads, labels: labelled({ component }), ...changes });
}

/** An operation that fills a volume with these files. */
export function filled(component: string, files: Files): Resource {
  const entries = Object.entries(files).map(([path, content]) => ({ path, mode: "0400", content }));
  return operation({ labels: { "palier.component": component }, volume: "data", files: entries });
}

/** An operation with this input. */
export function operation(input: unknown, name = "fill-volume", changes: object = {}): Resource {
  const stdin = typeof input === "string" ? input : JSON.stringify(input);
  const create = `node --require ./register.cjs release/main.ts ${name}`;
  return resource(types.localCommand, { create, stdin, logging: "stderr", ...changes });
}

/** An operation that fills a volume with files of which a preview knows the names alone. */
export function unknownFiles(component: string, ...names: readonly string[]): Resource {
  return operation(unknownText, "fill-volume", {
    environment: { PALIER_COMPONENT: component, PALIER_FILES: names.join("\n") },
  });
}

/** The operation that gives the proxy these files, in both of its places. */
export function configured(files: Files, labels: Readonly<Record<string, string>> = {}): Resource {
  const slot = (name: string): Files =>
    Object.fromEntries(
      Object.entries(files).map(([path, text]) => [
        path,
        text.replaceAll(folder, `/etc/palier/nginx/${name}/`),
      ]),
    );
  const container = { name: "proxy", labels };
  return operation({ container, slots: { a: slot("a"), b: slot("b") } }, "configure-proxy");
}

/** The same files of a proxy in every way in which it can get them; paths are relative to nginx's folder. */
export function proxied(files: Files): Variants {
  const absolute = Object.fromEntries(
    Object.entries(files).map(([path, text]) => [folder + path, text]),
  );
  return variants(uploaded("proxy", absolute), filled("proxy", files), configured(files));
}

/** The same files of a database in every way in which it can get them. */
export function databased(files: Files): Variants {
  const absolute = Object.fromEntries(
    Object.entries(files).map(([path, text]) => [`/etc/postgresql/${path}`, text]),
  );
  return variants(uploaded("database", absolute), filled("database", files));
}
