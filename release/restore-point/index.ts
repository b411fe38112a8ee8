export { compareWith, dataDigest, recordedDigest, sameData } from "./digest";
export { listRestorePoints, removeOldRestorePoints, takeRestorePoint } from "./keep";
export { putBack } from "./put-back";
export { measureData, measureSpace } from "./space";
export type {
  DataDigest,
  RecordedDigest,
  RecordedTable,
  ReleaseInService,
  RestorePointContext,
  RestorePointSummary,
  SpaceMeasure,
  TableChange,
  TableDigest,
  VolumeDigest,
} from "./types";
