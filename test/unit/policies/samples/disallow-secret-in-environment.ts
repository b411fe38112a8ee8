import { both, container, service } from "../support/resources";
import { configured, type Samples } from "../support/samples";
import { unknownList, unknownText } from "../support/unknown";

const env = (...envs: string[]) => both({ envs });
const random = "hunter2q7Zk2mWv9sTx4Lb8RcNd";
const secret = (name: string) => new RegExp(`variable ${name} holds a secret; mount it`);

export const samples: Samples = {
  levels: "A M M M",
  compliant: {
    "files and settings": both(),
    "no variables": both({ envs: undefined }),
    "a variable without a value": env("SECRET_KEY=", "TOKEN"),
    "names that merely sound alike": env("MONKEY=1", "KEYBOARD=azerty", "DSNAME=x"),
    "a URL with a user but no password": env("REPOSITORY=ssh://git@example.org/x"),
    "a URL with a port and an address after it": env("LINK=https://example.org:8443/a@b"),
    "random values that identify": env(
      ...["ID", "SHA", "HASH", "DIGEST", "CHECKSUM", "FINGERPRINT"].map((n) => `${n}=${random}`),
      ...["commit", "REVISION", "VERSION", "RELEASE", "BUILD", "TAG"].map((n) => `${n}=${random}`),
      `TAG_OF_IMAGE=${random}`,
      `GIT_COMMIT=${random}`,
    ),
    "the names of variables that hold secrets": env("PALIER_SECRET_VARIABLES=SECRET_KEY"),
    "what the tier calls harmless": configured(
      { harmless: ["TOKEN_LIFETIME"] },
      container({ envs: ["TOKEN_LIFETIME=3600"] }),
      service({ envs: ["TOKEN_LIFETIME=3600"] }),
    ),
  },
  violating: {
    "a password": [env("DB_PASSWORD=hunter2"), secret("DB_PASSWORD")],
    "a short word for password": [env("ROOT_PASSWD=hunter2"), secret("ROOT_PASSWD")],
    "a passphrase": [env("PASSPHRASE=hunter2"), secret("PASSPHRASE")],
    "a secret": [env("CLIENT_SECRET=hunter2"), secret("CLIENT_SECRET")],
    credentials: [env("CREDENTIALS=hunter2"), secret("CREDENTIALS")],
    "a connection string": [env("SENTRY_DSN=hunter2"), secret("SENTRY_DSN")],
    "nothing but a connection string": [env("DSN=hunter2"), secret("DSN")],
    "a connection URL in capitals": [env("LINK=HTTP://APP:hunter2@DB/"), /URL with a password/],
    "a key": [env("SECRET_KEY=hunter2"), /into SECRET_KEY_FILE/],
    "a key at the end": [env("API_KEY=hunter2"), secret("API_KEY")],
    "keys at the start": [env("KEYS_OLD=hunter2"), secret("KEYS_OLD")],
    "a lower-case token": [env("github_token=hunter2"), secret("github_token")],
    "a secret in place of its file": [
      env("DB_PASSWORD_FILE=hunter2"),
      /variable DB_PASSWORD_FILE holds a secret; write the absolute path of a file/,
    ],
    "a path where no file is expected": [env("PASSWORD=/hunter2"), secret("PASSWORD")],
    "a connection URL": [
      env("DATABASE_URL=postgresql://app:hunter2@db/app"),
      /DATABASE_URL is or holds a URL with a password; write a file's path into DATABASE_URL_FILE/,
    ],
    "a URL without a user": [env("BROKER=redis://:hunter2@cache:6379/0"), /URL with a password/],
    "a value with equal signs": [env("TOKEN=hunter2=="), secret("TOKEN")],
    "settings with a password": [
      env("OPTIONS=host=db password=hunter2"),
      /variable OPTIONS is or holds a password among its settings/,
    ],
    "a random value under any name": [
      env(`SALT=${random}`),
      /variable SALT looks like a generated secret; mount it as a file, or list the name/,
    ],
    "a random value whose name merely sounds like an identifier": [
      env(`BUILDING=${random}`, `TAGS=${random}`),
      /looks like a generated secret/,
      2,
    ],
  },
  besideUnknown: { "a password": env(unknownText, "DB_PASSWORD=hunter2") },
  postponed: {
    "an unknown variable": env("DEBUG=false", unknownText),
    "unknown variables": both({ envs: unknownList }),
  },
};
