import type { ProxyConfigurationSpec } from "../spec/proxy";
import { dialectOf } from "./capabilities";
import { checkConfiguration } from "./check";
import { renderHeaders, renderPageHeaders } from "./headers";
import { pageFile, siteFile, type Slot } from "./locations-on-disk";
import { renderMain } from "./main";
import { renderTypes } from "./mime";
import { renderPages } from "./pages/page";
import { renderProxyHeaders } from "./proxy-headers";
import { renderSite } from "./site";
import { renderTls } from "./tls";

/**
 * Every file of a slot, by its path relative to the slot. Pure: the same specification gives the
 * same files, in the same order.
 * @throws when the specification contradicts itself, or a value could not be printed safely.
 */
export function renderNginx(
  spec: ProxyConfigurationSpec,
  slot: Slot,
): Readonly<Record<string, string>> {
  checkConfiguration(spec);
  const files: Record<string, string> = {
    "main.conf": renderMain(spec, slot),
    "common/proxy.conf": renderProxyHeaders(spec.publicHttpsPort),
    "common/tls.conf": renderTls(dialectOf(spec.nginx)),
    "common/types.conf": renderTypes(),
  };
  for (const site of spec.sites) {
    files[siteFile(site.application)] = renderSite(spec, site, slot);
    files[siteFile(site.application, "headers")] = renderHeaders(spec, site);
    files[siteFile(site.application, "page-headers")] = renderPageHeaders(spec, site);
    for (const [file, page] of Object.entries(renderPages(site))) {
      files[pageFile(site.application, file)] = page;
    }
  }
  return files;
}
