import { text } from "./leaf";

const registry = "(?:(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?)(?::[0-9]{1,5})?/)?";
const part = "[a-z0-9]+(?:(?:\\.|_{1,2}|-+)[a-z0-9]+)*";
const repository = `${registry}${part}(?:/${part})*`;
const tag = ":[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}";
const digest = "@sha256:[0-9a-f]{64}";

/** An image; a reference without tag and digest would follow whatever is newest. */
export const image = text({
  expected:
    "an image with a digest (name@sha256:… with 64 hexadecimal digits) or, in development, a tag (name:tag) or an ID (sha256:…)",
  pattern: new RegExp(`^(?=.{1,512}$)${repository}(?:(?:${tag})?${digest}|${tag})$`),
});

/** Whether the reference is complete and can only ever mean one image. */
export function isPinned(reference: string): boolean {
  return new RegExp(`${digest}$`).test(reference);
}
