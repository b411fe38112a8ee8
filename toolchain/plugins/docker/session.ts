import type Dockerode from "dockerode";

import { connectionFailure, reasonOf, statusOf } from "../../engine";
import type { OperationContext } from "../base/resource";
import type { DockerConfig } from "./config";

/** What every handler gets to work with. */
export type DockerContext = OperationContext<DockerConfig>;

/**
 * Opens the engine, runs something on it and turns a refusal into one line.
 * @param doing What is being tried and on what, as the start of a sentence: `Creating network "edge"`.
 * @throws Error `<doing> failed on <engine>: <reason>.`; errors made here pass unchanged.
 */
export async function onEngine<T>(
  ctx: DockerContext,
  doing: string,
  run: (docker: Dockerode) => Promise<T>,
): Promise<T> {
  const { docker, endpoint } = await ctx.config.engine();
  try {
    return await run(docker);
  } catch (error) {
    const lost = connectionFailure(error, endpoint);
    if (lost) throw lost;
    if (statusOf(error) === undefined) throw error;
    throw new Error(ctx.redact(`${doing} failed on ${endpoint.display}: ${reasonOf(error)}.`));
  }
}

/** The result of a question about something that may be gone; undefined when the engine does not know it. */
export async function unlessGone<T>(question: Promise<T>): Promise<T | undefined> {
  try {
    return await question;
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}
