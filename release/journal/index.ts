export { newId } from "./layout";
export { TransactionLog, withdrawRequest, writeRequest } from "./log";
export { inService, leftByFirstRelease, readBegin, readJournal, usedApprovals } from "./read";
export type { Journal, UnfinishedTransaction } from "./read";
