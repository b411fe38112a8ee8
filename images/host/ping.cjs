// Asks the Docker engine at DOCKER_HOST or the default socket whether it answers. Prints one line and
// ends with status 0 (its version and address) or 1 (why not).
"use strict";

const Docker = require("dockerode");

const timeoutMilliseconds = 5000;
const address = process.env.DOCKER_HOST || "the default socket";

function finish(status, line) {
  process.stdout.write(`${line}\n`);
  process.exit(status);
}

setTimeout(finish, timeoutMilliseconds, 1, `no answer within ${timeoutMilliseconds / 1000} s`);
Promise.resolve()
  .then(() => new Docker().version())
  .then(({ Version: version }) => finish(0, `Docker ${version} answers at ${address}`))
  .catch((error) => finish(1, error.code ?? String(error.message).split("\n")[0]));
