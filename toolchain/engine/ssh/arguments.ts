import type { SshEndpoint } from "../endpoint";

/** Where every Linux package puts the engine's socket. */
export const usualSocket = "/var/run/docker.sock";

/** How long the other machine may take to be reached and to prove its identity, in seconds. */
export const connectSeconds = 10;

/**
 * Settings that hold whatever the operator's own configuration says, because `ssh` keeps the first
 * value that it meets. Nobody is asked anything, and a host key that is unknown or has changed is
 * never accepted. A peer that has died is noticed after 30 s without an answer.
 */
const settings = [
  "BatchMode=yes",
  "StrictHostKeyChecking=yes",
  `ConnectTimeout=${connectSeconds}`,
  "ServerAliveInterval=10",
  "ServerAliveCountMax=3",
  // Refused forwardings are told at this level and not below.
  "LogLevel=INFO",
  // A forwarding of the operator's own configuration may be taken already; that is not our business.
  "ExitOnForwardFailure=no",
  "PermitLocalCommand=no",
  "RemoteCommand=none",
];

/** Files of a tunnel on this machine. */
export interface TunnelFiles {
  /** Socket that leads to the engine. */
  readonly engine: string;
  /** Socket through which further sessions share the connection. */
  readonly control: string;
}

/**
 * Arguments of the `ssh` that holds the connection open: it forwards a socket, and its session tells
 * what there is on the other machine, then lives as long as its standard input.
 */
export function tunnelArguments(endpoint: SshEndpoint, files: TunnelFiles): string[] {
  const socket = endpoint.socket ?? usualSocket;
  return [
    ...common(["ControlMaster=yes", `ControlPath=${files.control}`, "ControlPersist=no"]),
    "-L",
    `${files.engine}:${socket}`,
    ...target(endpoint, inShell(lookAround(socket))),
  ];
}

/** Arguments of an `ssh` that carries one connection to the engine through the Docker CLI of the other machine. */
export function dialArguments(endpoint: SshEndpoint, files: TunnelFiles): string[] {
  const host = endpoint.socket ? ` --host unix://${endpoint.socket}` : "";
  return [
    ...common(["ControlMaster=no", `ControlPath=${files.control}`]),
    ...target(endpoint, inShell(`echo ${marker}; exec docker${host} system dial-stdio`)),
  ];
}

/** First word of the line after which a session is ready; what a login prints before it is skipped. */
export const marker = "palier-ssh-ready";

/** Answers with the marker, how the socket looks to this user, and whether there is a Docker CLI. */
function lookAround(socket: string): string {
  return [
    `s=${socket}`,
    "if [ -r $s ] && [ -w $s ]; then e=usable; elif [ -e $s ]; then e=denied; else e=missing; fi",
    "if command -v docker >/dev/null 2>&1; then c=cli; else c=none; fi",
    `echo ${marker} $e $c`,
    "exec cat >/dev/null",
  ].join("; ");
}

/** The login shell may be any; what runs is POSIX shell. Nothing in these scripts holds a quote. */
function inShell(script: string): string {
  return `exec sh -c '${script}'`;
}

function common(more: readonly string[]): string[] {
  // Neither a terminal, nor the agent, nor a display for the other machine.
  return ["-T", "-a", "-x", ...[...settings, ...more].flatMap((setting) => ["-o", setting])];
}

function target({ host, port, user, options = [] }: SshEndpoint, command: string): string[] {
  return [
    ...(port === undefined ? [] : ["-p", String(port)]),
    ...(user === undefined ? [] : ["-l", user]),
    ...options,
    "--",
    host,
    command,
  ];
}
