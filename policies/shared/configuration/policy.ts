import type { About, ResourcePolicy } from "../about";
import { exemptionFrom } from "../exemptions";
import { resourcePolicy, type Subject } from "../policy";
import { types } from "../types";
import { each } from "../unknown";
import type { Configuration } from "./configuration";
import { configurationsOfCommand } from "./operation";
import { uploadsOf } from "./uploads";

/** A resource with configurations under judgement. */
export interface ConfigurationSubject<Config> extends Subject<object, Config> {
  /** Visits the configurations that the resource writes. */
  readonly eachConfiguration: (
    visit: (configuration: Configuration, report: (problem: string) => void) => void,
  ) => void;
}

/** Resources that write configurations. */
export const configurationTypes: readonly string[] = [types.container, types.localCommand];

/**
 * A policy about what containers read from files, whichever way the files get there.
 * @param more Type tokens of other resources that it judges besides.
 */
export function configurationPolicy<Config extends object>(
  about: About,
  more: readonly string[],
  judge: (subject: ConfigurationSubject<Config>) => void,
): ResourcePolicy {
  return resourcePolicy<object, Config>(about, [...configurationTypes, ...more], (subject) => {
    const report = once(subject.report);
    judge({
      ...subject,
      report,
      eachConfiguration: (visit) => {
        each(configurationsOf(subject), (configuration) => {
          // An operation has no labels of its own: the exemption is on the container that it works for.
          const exemption = exemptionFrom(about.name, {
            get tags() {
              return configuration.labels;
            },
          });
          if (exemption.kind !== "in-force") visit(configuration, report);
        });
      },
    });
  });
}

function configurationsOf({ type, inputs }: Subject<object, object>): readonly Configuration[] {
  if (type === types.container) return [uploadsOf(inputs)];
  if (type !== types.localCommand) return [];
  return configurationsOfCommand(inputs);
}

/** Both places of the proxy's configuration have the same faults. */
function once(report: (problem: string) => void): (problem: string) => void {
  const told = new Set<string>();
  return (problem) => {
    if (told.has(problem)) return;
    told.add(problem);
    report(problem);
  };
}
