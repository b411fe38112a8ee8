/** Type tokens of Palier's own components, whose plain arguments are visible to policies. */
export const componentTypes = {
  release: "palier:release:Release",
} as const;
