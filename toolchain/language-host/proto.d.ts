// @pulumi/pulumi ships the JavaScript of the LanguageRuntime service without its type declarations.
declare module "@pulumi/pulumi/proto/language_grpc_pb" {
  import type { MethodDefinition } from "@grpc/grpc-js";

  /** The LanguageRuntime service as the engine calls it; one definition per call. */
  export const LanguageRuntimeService: Readonly<Record<string, MethodDefinition<object, object>>>;
}
