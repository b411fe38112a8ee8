import assert from "node:assert/strict";

import { readConnections, requestsUnderWay } from "../../../../release/proxy/connections";

const listing = [
  "/proc/31/fd:",
  "total 0",
  "lrwx------ 1 nginx nginx 64 Nov 21 14:00 0 -> /dev/null",
  ...[501, 502, 503, 504].map((inode) => `lrwx------ 1 nginx nginx 64 x 9 -> socket:[${inode}]`),
].join("\n");

function row(local: string, remote: string, state: string, inode: number): string {
  return `   1: ${local} ${remote} ${state} 00000000:00000000 00:00000000 00000000   101        0 ${inode} 1 0`;
}

// 172.18.0.5 is the proxy, 172.18.0.4 the application, 172.18.0.9 another one, 10.0.0.7 a visitor.
const table = [
  "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
  row("00000000:20FB", "00000000:0000", "0A", 501),
  row("050012AC:20FB", "0700000A:C350", "01", 502),
  row("050012AC:20FB", "0700000A:C351", "01", 503),
  row("050012AC:9C40", "040012AC:1F40", "01", 504),
  row("050012AC:9C41", "040012AC:1F40", "01", 777),
].join("\n");

describe("connections of old proxy workers", () => {
  it("are those of their own sockets, without listening ones and those of other workers", () => {
    assert.deepEqual(readConnections(listing, table, [8443]), {
      clients: 2,
      upstreams: [{ address: "172.18.0.4", port: 8000 }],
    });
  });

  const exam = { addresses: ["172.18.0.4"], websocketPorts: [8072] };
  const to = (address: string, port: number) => ({ address, port });

  it("count as requests while an answer of the application is awaited", () => {
    const open = { clients: 1, upstreams: [to("172.18.0.4", 8000)] };
    assert.equal(requestsUnderWay(open, exam), 1);
  });

  it("count as requests while nothing was passed on, as in an upload", () => {
    assert.equal(requestsUnderWay({ clients: 1, upstreams: [] }, exam), 1);
    const beside = { clients: 2, upstreams: [to("172.18.0.9", 80)] };
    assert.equal(requestsUnderWay(beside, exam), 1);
  });

  it("count several requests of one HTTP/2 connection", () => {
    const open = { clients: 1, upstreams: [to("172.18.0.4", 8000), to("172.18.0.4", 8000)] };
    assert.equal(requestsUnderWay(open, exam), 2);
  });

  it("do not count as websockets, as other applications' and when there are none", () => {
    const open = { clients: 2, upstreams: [to("172.18.0.4", 8072), to("172.18.0.9", 80)] };
    assert.equal(requestsUnderWay(open, exam), 0);
    assert.equal(requestsUnderWay({ clients: 0, upstreams: [] }, exam), 0);
  });
});
