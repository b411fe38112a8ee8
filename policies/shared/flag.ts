const off = ["", "0", "f", "false", "n", "no", "none", "null", "off", "disabled"];

/** Whether a setting is switched on, in the spellings that frameworks take. */
export function isOn(value: string): boolean {
  return !off.includes(value.trim().toLowerCase());
}
