import type Dockerode from "dockerode";

import { reasonOf, statusOf } from "../../../engine";
import { PartialCreateError } from "../../base/resource";
import type { Properties } from "../../base/resource";
import { ownerOf } from "../pairs";
import { onEngine, unlessGone } from "../session";
import type { DockerContext } from "../session";
import { decode } from "../shape";
import { runAttached } from "./attach";
import { requireImage } from "../image/require";
import { containerShape } from "./inputs";
import type { ContainerInputs } from "./inputs";
import { containerOutputs } from "./outputs";
import { containerSpec } from "./spec";
import type { ContainerSpec } from "./spec";
import { startContainer } from "./start";
import { uploadArchive } from "./uploads";

/**
 * Makes and starts a container.
 *
 * Until it is complete (networks joined, files uploaded) a failure takes it away again, because a
 * half-made container is of use to nobody; the official plugin keeps those too. A complete container
 * that cannot start or does not get healthy stays, as there, so that its logs can be looked at.
 */
export async function createContainer(
  inputs: Properties,
  ctx: DockerContext,
): Promise<{ id: string; outputs: Properties }> {
  const spec = decode(containerShape, inputs);
  const name = spec.name ?? ctx.name;
  return onEngine(ctx, `Creating container "${name}"`, async (docker) => {
    const files = await uploadArchive(spec.uploads);
    await requireNetworks(docker, spec, ctx);
    await requireImage(docker, spec.image, spec.platform, ctx);
    const plan = containerSpec(spec);
    const container = await makeContainer(docker, name, plan, spec.platform);
    await completeOrRemove(docker, container, plan, files);
    const outcome = await run(docker, container, spec, ctx);
    const outputs = await outputsOf(container, inputs, outcome.logs, outcome.exitCode);
    if (outcome.failure) {
      throw new PartialCreateError(container.id, outputs, [
        ctx.redact(`Container "${name}" on ${ctx.config.address}: ${outcome.failure}`),
      ]);
    }
    return { id: container.id, outputs };
  });
}

/** How the start of a complete container went. */
interface Outcome {
  readonly failure?: string;
  readonly logs?: string;
  readonly exitCode?: number;
}

async function run(
  docker: Dockerode,
  container: Dockerode.Container,
  spec: ContainerInputs,
  ctx: DockerContext,
): Promise<Outcome> {
  if (spec.start === false) return {};
  if (spec.attach) return runAttached(docker, container, spec, ctx);
  return { failure: await startContainer(docker, container, spec, ctx) };
}

/** The engine takes any name at creation and complains at the start only, when there is something to clean up. */
async function requireNetworks(
  docker: Dockerode,
  spec: ContainerInputs,
  ctx: DockerContext,
): Promise<void> {
  for (const { name } of spec.networksAdvanced ?? []) {
    if ((await unlessGone(docker.getNetwork(name).inspect())) !== undefined) continue;
    throw new Error(
      `There is no network "${name}" on the engine at ${ctx.config.address}: create it first, or correct networksAdvanced.`,
    );
  }
}

async function makeContainer(
  docker: Dockerode,
  name: string,
  { body }: ContainerSpec,
  platform: string | undefined,
): Promise<Dockerode.Container> {
  // The client would put the whole specification, secrets included, into the request's address
  // unless the two parts are given apart; its types do not know that form.
  const request = { _query: { name, ...(platform && { platform }) }, _body: body };
  try {
    return await docker.createContainer(request as Dockerode.ContainerCreateOptions);
  } catch (error) {
    if (statusOf(error) !== 409) throw error;
    const taken = await unlessGone(docker.getContainer(name).inspect());
    throw new Error(
      `The container name "${name}" is taken on the engine: ${ownerOf(taken?.Config.Labels)}. Import it ` +
        `(\`pulumi import docker:index/container:Container <name> ${taken?.Id.slice(0, 12) ?? "<id>"}\`), ` +
        `give this container another name, or remove the other one with \`docker rm -f ${name}\`.`,
    );
  }
}

async function completeOrRemove(
  docker: Dockerode,
  container: Dockerode.Container,
  { later }: ContainerSpec,
  files: Buffer | undefined,
): Promise<void> {
  let step = "";
  try {
    for (const { network, settings } of later) {
      step = `joining network "${network}" failed`;
      await docker
        .getNetwork(network)
        .connect({ Container: container.id, EndpointConfig: settings });
    }
    step = "uploading its files failed";
    if (files) await container.putArchive(files, { path: "/" });
  } catch (error) {
    await unlessGone(container.remove({ force: true, v: true }));
    throw statusOf(error) === undefined ? error : withReason(error, step);
  }
}

/** Keeps the engine's status, so that the error is reported as the engine's own. */
function withReason(error: unknown, step: string): Error {
  const message = `${step}: ${reasonOf(error)}`;
  return Object.assign(new Error(message), { statusCode: statusOf(error), json: { message } });
}

async function outputsOf(
  container: Dockerode.Container,
  inputs: Properties,
  logs: string | undefined,
  exitCode: number | undefined,
): Promise<Properties> {
  const results = {
    ...(logs !== undefined && { containerLogs: logs }),
    ...(exitCode !== undefined && { exitCode }),
  };
  const info = await unlessGone(container.inspect());
  // With rm: true the engine has removed it by now; what is known is what it was made from.
  return info ? { ...containerOutputs(info, inputs), ...results } : { ...inputs, ...results };
}
