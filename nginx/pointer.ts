import { printFile } from "./block";
import { slotPath, type Slot } from "./locations-on-disk";

/** Content of `nginx.conf`, which nginx is started with: it names the slot in use and nothing else. */
export function renderPointer(slot: Slot): string {
  return printFile([`include ${slotPath(slot, "main.conf")};`]);
}
