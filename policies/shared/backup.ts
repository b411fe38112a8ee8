import type { Workload } from "./workload";

/**
 * What containers say of backups by labels. A job that saves has the component "backup-job", one that
 * restores a backup elsewhere and looks at it "restore-verification".
 */
export const backupLabels = {
  /** Physical names of the volumes that it saves or verifies, with commas between them; a dump counts as its volume. */
  covers: "palier.backup.covers",
  /** Hours between two runs. */
  everyHours: "palier.backup.every-hours",
  /** Days for which a backup is kept. */
  keepDays: "palier.backup.keep-days",
  /** Whether only ciphertext leaves the host: "true". */
  encrypted: "palier.backup.encrypted",
  /** Whether a copy is kept in another place: "true". */
  offSite: "palier.backup.off-site",
} as const;

/** Whether a container saves data. */
export function isBackupJob(workload: Workload): boolean {
  return workload.component === "backup-job";
}

/** Whether a container shows that backups can be restored. */
export function isVerification(workload: Workload): boolean {
  return workload.component === "restore-verification";
}

/** Names of the volumes that a job saves or verifies. */
export function coveredBy(workload: Workload): readonly string[] {
  return (workload.label(backupLabels.covers) ?? "").split(",").map((name) => name.trim());
}

/** A label that is a number; NaN where it is missing or no number. */
export function numberOf(workload: Workload, label: string): number {
  const text = workload.label(label) ?? "";
  return /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : NaN;
}
