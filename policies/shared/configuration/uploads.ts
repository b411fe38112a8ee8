import type { ContainerInputs, UploadInputs } from "../inputs";
import { each, find, known } from "../unknown";
import { ContainerWorkload } from "../workload/container";
import { type Configuration, type ConfigurationFile, edgeComponent } from "./configuration";

/** The files that a container gets before it starts. */
export function uploadsOf(inputs: ContainerInputs): Configuration {
  const workload = new ContainerWorkload(inputs);
  return {
    labels: {},
    get component() {
      return workload.component;
    },
    get isEdge() {
      const signs = [
        () => workload.component === edgeComponent,
        // Whatever it is called: what it publishes faces the world.
        () => workload.publishesPorts,
      ];
      return find(signs, (sign) => sign()) !== undefined;
    },
    eachFile: (visit) => {
      each(inputs.uploads, (upload) => {
        if (!isElsewhere(upload)) visit(fileOf(upload));
      });
    },
  };
}

/** Files that are only named (`source`) are on the machine that deploys, where policies do not look. */
function isElsewhere(upload: UploadInputs): boolean {
  return known(() => upload.content === undefined && upload.contentBase64 === undefined, false);
}

function fileOf(upload: UploadInputs): ConfigurationFile {
  const path = upload.file ?? "";
  return {
    path,
    get text() {
      const { content } = upload;
      return content ?? Buffer.from(upload.contentBase64 ?? "", "base64").toString("utf8");
    },
  };
}
