// Saves images with all layers as archives, to be looked through: `images/save.ts <folder> [names…]`; without
// names, those that `make images` built.
import { createWriteStream } from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";

import Dockerode from "dockerode";

import { catalogue } from "./catalogue";

async function main([folder = "", ...chosen]: readonly string[]): Promise<void> {
  const built = catalogue(process.env.PALIER_DEBIAN_IMAGE).map(({ name }) => name);
  const docker = new Dockerode();
  for (const name of chosen.length > 0 ? chosen : built) {
    const file = path.join(folder, `${name.replace(/[^A-Za-z0-9.-]/g, "_")}.tar`);
    await pipeline(await docker.getImage(name).get(), createWriteStream(file, { mode: 0o600 }));
  }
}

void main(process.argv.slice(2));
