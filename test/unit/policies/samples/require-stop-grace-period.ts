import { both, container, labelled, service } from "../support/resources";
import { configured, type Samples, variants } from "../support/samples";
import { unknownNumber, unknownText } from "../support/unknown";

const database = { labels: labelled({ component: "database" }) };
const stop = (seconds: number | undefined, more: object = {}) =>
  variants(
    container({ stopTimeout: seconds, destroyGraceSeconds: seconds ?? 60, ...more }),
    service({ stopTimeout: seconds, ...more }),
  );
const least = (seconds: number) =>
  new RegExp(`is killed soon after it is told to stop; write at least ${seconds} s into "`);
const both10 = { stopTimeout: 10, destroyGraceSeconds: 10 };

export const samples: Samples = {
  levels: "- A M M",
  compliant: {
    "a minute": both(),
    "ten seconds": stop(10),
    "a database with a minute": stop(60, database),
    "a task that has less": container({ attach: true, stopTimeout: 1, destroyGraceSeconds: 0 }),
    "less where the tier says so": configured(
      { seconds: 5, databaseSeconds: 30 },
      container({ stopTimeout: 5, destroyGraceSeconds: 5 }),
      container({ ...database, stopTimeout: 30, destroyGraceSeconds: 30 }),
      service({ stopTimeout: 5 }),
    ),
  },
  violating: {
    "nine seconds, and as many when it is removed": [
      container({ stopTimeout: 9, destroyGraceSeconds: 9 }),
      least(10),
      2,
    ],
    "a service with nine seconds": [service({ stopTimeout: 9 }), least(10)],
    "nothing said": [stop(undefined), least(10)],
    "nothing said of removals": [container({ destroyGraceSeconds: undefined }), least(10)],
    "a database with less than a minute": [
      container({ ...database, stopTimeout: 59 }),
      /write at least 60 s into "stopTimeout" in seconds/,
    ],
    "a database that is removed in less": [
      container({ ...database, destroyGraceSeconds: 10 }),
      /write at least 60 s into "destroyGraceSeconds"/,
    ],
    "a database by its image": [service({ stopTimeout: 10, image: "postgres:17" }), least(60)],
  },
  besideUnknown: {
    "a removal without time": container({ stopTimeout: unknownNumber, destroyGraceSeconds: 0 }),
    "no time at all, image unknown": container({ image: unknownText, stopTimeout: 9 }),
  },
  decisive: ["image", "taskSpec.containerSpec.image"],
  postponed: {
    "an unknown image with little time": container({ image: unknownText, ...both10 }),
    "an unknown time": container({ stopTimeout: unknownNumber }),
  },
};
