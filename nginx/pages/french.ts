import type { PageLanguage } from "./texts";

/** The pages in French, with a no-break space before a colon. */
export const french: PageLanguage = {
  home: "Aller à la page d’accueil",
  reference: "Référence de cette demande\u00a0:",
  closed: {
    until: "Retour prévu vers",
    soon: "Revenez dans quelques minutes.",
    unsent:
      "Ce que vous venez d’envoyer n’a pas été enregistré. Gardez cette page ouverte\u00a0: la recharger une fois le site de retour l’enverra de nouveau.",
    again: "Réessayer",
  },
  pages: {
    "400": {
      heading: "Cette demande n’a pas pu être comprise",
      sentences: [
        "Votre navigateur a envoyé quelque chose que nous ne pouvons pas lire.",
        "Supprimer les cookies de ce site puis recharger la page suffit souvent.",
      ],
    },
    "403": {
      heading: "Cette page ne vous est pas ouverte",
      sentences: ["Si elle devrait l’être, adressez-vous aux responsables du site."],
    },
    "404": {
      heading: "Cette page n’existe pas",
      sentences: ["L’adresse a peut-être changé, ou contient une faute de frappe."],
    },
    "405": {
      heading: "Cette action n’est pas possible ici",
      sentences: ["L’adresse existe, mais pas pour ce type de demande."],
    },
    "413": {
      heading: "Ce fichier est trop volumineux",
      sentences: ["Rien n’a été enregistré. Envoyez un fichier plus petit, ou plusieurs."],
    },
    "414": {
      heading: "Cette adresse est trop longue",
      sentences: ["Recommencez depuis la page d’accueil."],
    },
    "429": {
      heading: "Trop de tentatives",
      sentences: [
        "Pour protéger les comptes, le nombre d’essais est limité.",
        "Patientez une minute, puis réessayez.",
      ],
    },
    "500": {
      heading: "Une erreur s’est produite de notre côté",
      sentences: ["Vous n’y êtes pour rien. Réessayez dans quelques minutes."],
    },
    "502": {
      heading: "L’application ne répond pas",
      sentences: ["Vous n’y êtes pour rien. Réessayez dans une minute."],
    },
    "504": {
      heading: "L’application met trop de temps à répondre",
      sentences: [
        "Vous n’y êtes pour rien. Avant de renvoyer un formulaire, vérifiez s’il a été enregistré.",
      ],
    },
    maintenance: {
      heading: "Le site est en maintenance",
      sentences: ["Une mise à jour est en cours."],
    },
    starting: {
      heading: "Le site démarre",
      sentences: ["Il sera là dans un instant."],
    },
  },
};
