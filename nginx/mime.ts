import { block, printFile } from "./block";

// Listed here instead of taken from the image, because lists differ between builds of nginx (some
// lack `mjs`) and browsers refuse a script with the wrong type under `nosniff`.
const types: readonly (readonly [type: string, extensions: string])[] = [
  ["text/html", "html htm"],
  ["text/css", "css"],
  ["text/javascript", "js mjs"],
  ["text/plain", "txt md log"],
  ["text/csv", "csv"],
  ["text/calendar", "ics"],
  ["text/xml", "xml xsl"],
  ["text/vtt", "vtt"],
  ["application/json", "json map"],
  ["application/ld+json", "jsonld"],
  ["application/manifest+json", "webmanifest"],
  ["application/wasm", "wasm"],
  ["application/pdf", "pdf"],
  ["application/zip", "zip"],
  ["application/gzip", "gz"],
  ["application/rtf", "rtf"],
  ["application/epub+zip", "epub"],
  ["application/msword", "doc"],
  ["application/vnd.ms-excel", "xls"],
  ["application/vnd.ms-powerpoint", "ppt"],
  ["application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"],
  ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"],
  ["application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"],
  ["application/vnd.oasis.opendocument.text", "odt"],
  ["application/vnd.oasis.opendocument.spreadsheet", "ods"],
  ["application/vnd.oasis.opendocument.presentation", "odp"],
  ["image/png", "png"],
  ["image/jpeg", "jpg jpeg"],
  ["image/gif", "gif"],
  ["image/webp", "webp"],
  ["image/avif", "avif"],
  ["image/svg+xml", "svg svgz"],
  ["image/x-icon", "ico"],
  ["image/bmp", "bmp"],
  ["image/tiff", "tif tiff"],
  ["font/woff", "woff"],
  ["font/woff2", "woff2"],
  ["font/ttf", "ttf"],
  ["font/otf", "otf"],
  ["application/vnd.ms-fontobject", "eot"],
  ["audio/mpeg", "mp3"],
  ["audio/ogg", "ogg oga"],
  ["audio/mp4", "m4a"],
  ["audio/wav", "wav"],
  ["video/mp4", "mp4 m4v"],
  ["video/webm", "webm"],
  ["video/ogg", "ogv"],
  ["video/quicktime", "mov"],
];

/** Content of `common/types.conf`: the content type of a file by its extension. */
export function renderTypes(): string {
  return printFile([
    block(
      "types",
      types.map(([type, extensions]) => `${type} ${extensions};`),
    ),
    "default_type application/octet-stream;",
    "# Text written by people; text/html always is among them.",
    "charset_types text/css text/javascript text/plain text/csv text/vtt text/xml image/svg+xml;",
  ]);
}

/** Types worth compressing: text, and what is text inside. `text/html` always is and must not be listed. */
export const compressedTypes = [
  "text/css",
  "text/javascript",
  "application/javascript",
  "text/plain",
  "text/csv",
  "text/xml",
  "application/json",
  "application/ld+json",
  "application/manifest+json",
  "application/wasm",
  "application/xml",
  "application/rss+xml",
  "application/atom+xml",
  "image/svg+xml",
  "image/x-icon",
  "font/ttf",
  "font/otf",
  "application/vnd.ms-fontobject",
];
