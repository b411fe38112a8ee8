import { z } from "zod";

/** What the next `pulumi up` does about a changed value. */
export type Effect = "release" | "replace" | "restart" | "reload" | "in place" | "nothing";

/** What the reference says about one key. */
export interface About {
  readonly purpose: string;
  readonly effect: Effect;
  /** What holds when the key is left out; undefined for a required key. */
  readonly fallback?: string;
}

/** Facts about every key of the configuration, read by the generated reference. */
export const reference = z.registry<About>();

/** Attaches the facts about a key to its schema. */
export function about<T extends z.ZodType>(schema: T, facts: About): T {
  const described = schema.describe(facts.purpose);
  reference.add<z.ZodType>(described, facts);
  return described;
}

/** Each effect in one sentence, for the reference. */
export const effects: Readonly<Record<Effect, string>> = {
  release:
    "new containers take over through a release; users see no interruption unless a migration is due",
  replace: "the container is removed and made again; whoever uses it waits for the start",
  restart: "the service is restarted with the new value; whoever uses it waits for the start",
  reload: "the proxy reads its new configuration; no connection is dropped",
  "in place": "applied to the running container, without a restart",
  nothing: "no container changes; the value counts from the next run on",
};
