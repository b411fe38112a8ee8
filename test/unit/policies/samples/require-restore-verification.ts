import { container, labelled, service } from "../support/resources";
import { configured, type Samples, variants } from "../support/samples";
import { unknownList, unknownText } from "../support/unknown";

const labels = (component: string, covers: string, hours = "168") => ({
  labels: labelled({ component, "backup.covers": covers, "backup.every-hours": hours }),
});
const job = (covers = "data,files") => container(labels("backup-job", covers, "24"), "job");
/** A job with a verification, as a container and as a service. */
const verified = (covers: string, hours?: string, component = "restore-verification") => {
  const inputs = labels(component, covers, hours);
  return variants([job(), container(inputs, "look")], [job(), service(inputs, {}, "look")]);
};
const unseen =
  /^(?:container|service) "job": what it saves is not restored every 168 hours; declare a container with the component "restore-verification" that names all/;

export const samples: Samples = {
  levels: "- A M M",
  compliant: {
    "a verification of everything": verified("files, data, more"),
    "two verifications": [
      job(),
      container(labels("restore-verification", "data"), "look"),
      container(labels("restore-verification", "files", "24"), "second"),
    ],
    "a stack without backups": container(),
    "what the tier asks for": configured(
      { longestHours: 720 },
      job(),
      container(labels("restore-verification", "data,files", "720"), "look"),
    ),
  },
  violating: {
    "no verification": [variants(job(), service(labels("backup-job", "data"), {}, "job")), unseen],
    "a verification of a part": [verified("data"), unseen],
    "a verification that is seldom": [verified("data,files", "169"), unseen],
    "a verification without a time": [verified("data,files", "weekly"), unseen],
    "something else that names the volumes": [verified("data,files", "1", "web"), unseen],
  },
  decisive: ["labels", "labels.label", "labels.value"],
  besideUnknown: {
    "no verification": [job("data"), container({ labels: labelled({ component: "web" }) }, "b")],
    "no verification beside an unknown time": [
      job(),
      container(labels("restore-verification", "data", unknownText), "look"),
    ],
  },
  postponed: {
    "an unknown time": [
      job(),
      container(labels("restore-verification", "data,files", unknownText), "b"),
    ],
    "unknown labels": [job(), container({ labels: unknownList }, "b")],
  },
};
