export { askPlan } from "./ask";
export { abandonChange, applyMigrations, revertMigrations } from "./change";
export { judgeApproval, type Judgement } from "./judge";
export { describePlan, planHash, risksOf } from "./plan";
