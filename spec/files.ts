/** Where the content of a file comes from. Only `text` is known before the deployment. */
export type FileContent =
  | { readonly from: "text"; readonly text: string }
  /** A text in which `{{name}}` stands for each secret listed, for software that reads passwords from its configuration. */
  | { readonly from: "template"; readonly text: string; readonly secrets: readonly string[] }
  /** The value of a secret of the same owner, by name. */
  | { readonly from: "secret"; readonly secret: string }
  /** A connection address put together from plain parts and one secret, percent-encoded. */
  | {
      readonly from: "url";
      readonly scheme: string;
      readonly user: string;
      readonly secret: string;
      readonly host: string;
      readonly port: number;
      readonly path: string;
    };

/** One file of a volume that holds secrets or configuration. */
export interface FileSpec {
  /** Path relative to the volume's root. */
  readonly path: string;
  readonly content: FileContent;
  readonly mode: string;
}

/**
 * A small named volume whose whole content is declared. It is filled through the engine's archive
 * call, because files cannot be uploaded into a container with a read-only root file system.
 */
export interface FilesVolumeSpec {
  /** Logical resource name. */
  readonly resource: string;
  /** Physical volume name. */
  readonly volume: string;
  /** Numeric owner of every file, so that a process that is not root can read it. */
  readonly uid: number;
  readonly gid: number;
  readonly files: readonly FileSpec[];
  /** Image of the stopped helper container that the files are written through; never started. */
  readonly helperImage: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A secret value that an application owns; files refer to it by name. */
export type SecretSpec =
  | {
      /** Name within the application, for example "database-password". */
      readonly name: string;
      /** Logical resource name. */
      readonly resource: string;
      readonly source: "generated";
      /** Whether losing it would make data unusable: protected against deletion and replacement. */
      readonly keep: boolean;
      /** Characters; letters and digits only unless `special`. */
      readonly length: number;
      readonly special: boolean;
    }
  | {
      readonly name: string;
      readonly source: "configured";
      /** Configuration key without the namespace, set with `pulumi config set --secret palier:<key>`. */
      readonly key: string;
    };
