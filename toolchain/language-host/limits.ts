/** The largest gRPC message, in bytes, in both directions: 400 MB, as in the engine and the Node SDK. */
const messageBytes = 400 * 1024 * 1024;

/** gRPC options for servers and clients that speak with the engine, the program or a policy pack. */
export const messageLimits = {
  "grpc.max_receive_message_length": messageBytes,
  "grpc.max_send_message_length": messageBytes,
};
