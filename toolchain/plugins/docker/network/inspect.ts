import type { NetworkInspectInfo } from "dockerode";

import { prune } from "../canonical";
import { labelList } from "../pairs";
import { networkDefaults } from "./inputs";
import type { Properties } from "../../base/resource";

/** One address pool as the engine tells it; the client's types leave two fields out. */
interface AddressPool {
  readonly AuxAddress?: Record<string, string>;
  readonly AuxiliaryAddresses?: Record<string, string>;
  readonly Gateway?: string;
  readonly IPRange?: string;
  readonly Subnet?: string;
}

/** The outputs that come from the engine and not from the inputs. */
export function networkOutputs(info: NetworkInspectInfo): Properties {
  return {
    driver: info.Driver,
    internal: info.Internal,
    ipamConfigs: addressPools(info),
    name: info.Name,
    options: info.Options ?? {},
    scope: info.Scope,
  };
}

/** The inputs that would make a network like this one; for `import`. */
export function networkInputsOf(info: NetworkInspectInfo): Properties {
  const ipamDriver = info.IPAM?.Driver ?? networkDefaults.ipamDriver;
  return prune({
    attachable: info.Attachable || null,
    driver: info.Driver,
    ingress: info.Ingress || null,
    internal: info.Internal || null,
    ipamConfigs: addressPools(info),
    ipamDriver,
    ipamOptions: info.IPAM?.Options ?? null,
    ipv6: info.EnableIPv6 || null,
    labels: labelList(info.Labels),
    name: info.Name,
    options: info.Options ?? null,
  });
}

/** Address pools in the order and spelling of the inputs. */
export function addressPools(info: NetworkInspectInfo): Properties[] {
  const pools = (info.IPAM?.Config ?? []) as AddressPool[];
  return pools.map((pool) =>
    prune({
      auxAddress: pool.AuxAddress ?? pool.AuxiliaryAddresses ?? null,
      gateway: pool.Gateway ?? null,
      ipRange: pool.IPRange ?? null,
      subnet: pool.Subnet ?? null,
    }),
  );
}
