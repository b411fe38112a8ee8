import type { PageLanguage } from "./texts";

/** The pages in English. */
export const english: PageLanguage = {
  home: "Go to the start page",
  reference: "Reference of this request:",
  closed: {
    until: "Expected back at",
    soon: "Come back in a few minutes.",
    unsent:
      "What you have just sent was not saved. Keep this page open: once the site is back, loading it again sends it once more.",
    again: "Try again",
  },
  pages: {
    "400": {
      heading: "This request could not be understood",
      sentences: [
        "Your browser sent something that we could not read.",
        "Deleting this site's cookies and loading the page again often helps.",
      ],
    },
    "403": {
      heading: "This page is not open to you",
      sentences: ["If you believe that it should be, ask the people in charge of this site."],
    },
    "404": {
      heading: "This page does not exist",
      sentences: ["The address may have changed, or hold a typing error."],
    },
    "405": {
      heading: "This cannot be done here",
      sentences: ["The address exists, but not for this kind of request."],
    },
    "413": {
      heading: "This file is too large",
      sentences: ["Nothing was saved. Send a smaller file, or several ones."],
    },
    "414": {
      heading: "This address is too long",
      sentences: ["Start again from the start page."],
    },
    "429": {
      heading: "Too many attempts",
      sentences: [
        "To protect accounts, we limit how often this can be tried.",
        "Wait a minute, then try again.",
      ],
    },
    "500": {
      heading: "Something went wrong on our side",
      sentences: ["It is not your fault. Try again in a few minutes."],
    },
    "502": {
      heading: "The application does not answer",
      sentences: ["It is not your fault. Try again in a minute."],
    },
    "504": {
      heading: "The application takes too long to answer",
      sentences: [
        "It is not your fault. Before you send a form again, check whether it has been saved.",
      ],
    },
    maintenance: {
      heading: "We are working on the site",
      sentences: ["It is being updated."],
    },
    starting: {
      heading: "The site is starting",
      sentences: ["It will be there in a moment."],
    },
  },
};
