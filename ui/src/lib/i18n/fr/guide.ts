// Words that help one find one's way: every key in force, the story of the demonstration, the language of the window.
import { typesetAll } from '../typography';

export const guide = typesetAll({
  storyNote: 'L’horloge de la démonstration suit la panne de janvier 2024. On avance d’un moment au suivant, jamais en arrière.',
  storyGo: 'Avancer jusqu’ici',
  storyReached: 'passé',
  storyControls: 'Dérégler une plateforme',
  storyControlsNote: 'Les plateformes simulées ont leur page, dans le navigateur : chaque fonction s’y coupe et s’y rétablit, et chaque réponse s’y choisit.',
  cheatSheetNote: 'Les touches suivent leur place sur le clavier, pas la lettre gravée.',
  listKeys: 'Dans une liste qui a le curseur',
  listKeysNext: 'Ligne suivante',
  listKeysPrevious: 'Ligne précédente',
  listKeysTick: 'Pointer la ligne',
  listKeysOpen: 'Ouvrir la ligne',
  languageText: 'Relais passe aussitôt dans l’autre langue, sur ce poste. Rien de ce qui est enregistré ne change, et vous restez au travail.',
  languageLabel: 'Langue de Relais',
  languageTyped: 'Une vente est à moitié saisie : elle serait perdue.',
  languageTypedText: 'Enregistrez-la d’abord au comptoir, ou recommencez-la ensuite.',
  languagePapers: 'Les papiers remis aux clients, les lettres et les fichiers restent en français.',
  palettePlaceholder: 'Tapez une commande ou le nom d’un écran',
  paletteEmpty: 'Aucune commande de ce nom.',
  cheatSheet: 'Aide-mémoire des touches',
  palette: 'Palette de commandes',
});
