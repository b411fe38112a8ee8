// Loaded before the SDK by language hosts that know nodeargs for packs. Inside of the checkout it spares the
// SDK half of its start; a pack that was copied elsewhere does without.
"use strict";

const fs = require("node:fs");
const path = require("node:path");

const loader = path.join(__dirname, "..", "register.cjs");
const isCheckout = fs.existsSync(loader);
if (isCheckout) require(loader);

module.exports = { isCheckout };
