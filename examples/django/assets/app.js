import { refreshWhilePending } from "./scripts/refresh.js";
import { submitOnce } from "./scripts/submit-once.js";

refreshWhilePending(document);
submitOnce(document);
