require("../register.cjs");
require("./serve.ts");
