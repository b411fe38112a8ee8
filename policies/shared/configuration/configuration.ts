/** A file of a configuration. */
export interface ConfigurationFile {
  /** Absolute, or as far as it is known: a file of a volume does not know where that is mounted. */
  readonly path: string;
  /** Throws while a preview does not know it. */
  readonly text: string;
}

/**
 * Files that are written for one container, as policies see them: uploads of the container itself, or the
 * input of an operation that fills the volume from which the container reads.
 */
export interface Configuration {
  /** Kind of part that reads it: the label `palier.component`. */
  readonly component: string | undefined;
  /** Whether the container that reads it is the one that faces the world. */
  readonly isEdge: boolean;
  /** Labels of that container or volume, where the resource itself cannot have any. */
  readonly labels: Readonly<Record<string, string>>;
  /** Visits the files; what is unknown of one is no reason to leave out another. */
  readonly eachFile: (visit: (file: ConfigurationFile) => void) => void;
}

/** Value of the label `palier.component` of the container that faces the world. */
export const edgeComponent = "proxy";
