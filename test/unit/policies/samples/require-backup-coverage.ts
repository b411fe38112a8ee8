import { container, labelled, service, volume } from "../support/resources";
import { configured, type Samples, variants } from "../support/samples";
import { unknownList, unknownText } from "../support/unknown";

const usual = {
  component: "backup-job",
  "backup.covers": "data, files",
  "backup.every-hours": "24",
  "backup.keep-days": "30",
  "backup.encrypted": "true",
  "backup.off-site": "true",
};
const labels = (changes: object = {}) => ({
  labels: labelled({ ...usual, ...changes }).filter(({ value }) => value !== "undefined"),
});
const volumes = [volume("data", true), volume("files", true)];
/** A stack with a job, as a container and as a service. */
const saved = (changes: object = {}) =>
  variants(
    [...volumes, container(labels(changes), "job")],
    [...volumes, service(labels(changes), {}, "job")],
  );
const uncovered =
  /^volume "\w+": no job saves it; name it in the label palier\.backup\.covers of a container with the component "backup-job"/;
const seldom = /saves too seldom; write 24 or less into palier\.backup\.every-hours/;
const shortly = /keeps its backups too shortly; write 30 or more into palier\.backup\.keep-days/;
const unsafe =
  /(?:saves in clear; have only|keeps its backups in one place; keep a) .+ and write "true" into the label palier\.backup\.(?:encrypted|off-site) /;

export const samples: Samples = {
  levels: "- A M M",
  compliant: {
    "a job that saves everything": saved(),
    "two jobs that share the work": [
      ...volumes,
      container(labels({ "backup.covers": "data" }), "job"),
      container(labels({ "backup.covers": "files", "backup.every-hours": "0.5" }), "second"),
    ],
    "a stack without backups": [...volumes, container()],
    "a volume without data": [...volumes, volume("static", false), container(labels(), "job")],
    "what the tier asks for": configured(
      { longestHours: 48, keepDays: 7 },
      ...volumes,
      container(labels({ "backup.every-hours": "48", "backup.keep-days": "7" }), "job"),
    ),
  },
  violating: {
    "a volume that was forgotten": [saved({ "backup.covers": "data" }), uncovered],
    "a job that does not say what it saves": [saved({ "backup.covers": undefined }), uncovered, 2],
    "a stack without backups where they are required": [
      configured({ required: true }, ...volumes, container()),
      uncovered,
      2,
    ],
    "a job that saves seldom": [saved({ "backup.every-hours": "25" }), seldom],
    "a job that does not say how often": [saved({ "backup.every-hours": undefined }), seldom],
    "a job that says it otherwise": [saved({ "backup.every-hours": "-1" }), seldom],
    "backups that are kept shortly": [saved({ "backup.keep-days": "29" }), shortly],
    "backups that are kept nobody knows how long": [
      saved({ "backup.keep-days": undefined }),
      shortly,
    ],
    "backups in clear": [saved({ "backup.encrypted": "false" }), unsafe],
    "backups that nobody calls encrypted": [saved({ "backup.encrypted": undefined }), unsafe],
    "backups in one place": [saved({ "backup.off-site": undefined }), unsafe],
  },
  decisive: ["labels", "labels.label", "labels.value", "name"],
  besideUnknown: {
    "a volume that was forgotten": [
      container({ labels: unknownList }, "other"),
      { ...volume("unnamed", true), props: { name: unknownText } },
      ...volumes,
      container(labels({ "backup.covers": "data" }), "job"),
    ],
    "backups in one place": [
      container(labels({ "backup.every-hours": unknownText, "backup.off-site": "no" }), "job"),
    ],
  },
  postponed: { "a job that may save it": saved({ "backup.covers": unknownText }) },
};
