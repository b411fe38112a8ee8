import type Dockerode from "dockerode";

/**
 * Translates moments of this machine into the engine's, in Unix seconds as its log calls take them:
 * a clock that goes wrong on one of the two would otherwise hide log lines or show old ones.
 */
export async function engineClock(docker: Dockerode): Promise<(moment: Date) => number> {
  const before = Date.now();
  const { SystemTime } = (await docker.info()) as { readonly SystemTime: string };
  const here = (before + Date.now()) / 2;
  const ahead = Date.parse(SystemTime) - here;
  return (moment) => Math.round(moment.getTime() + ahead) / 1000;
}
