// Words of « Exercice panne »: what it is, its tasks, its clock and its end.
import type { ExerciseTask } from '../../contract/contract';
import { counted } from '../plural';
import { typesetAll } from '../typography';

/** `9 min 05 s`. */
function lasting(seconds: number): string {
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

const hints: Record<ExerciseTask, string> = {
  verify_rights: 'Ouvrez un dossier Viamedis et demandez les droits (F4) : la réponse doit être « non vérifié ».',
  choose_way: 'Convenez avec le client d’une façon de continuer : Alt et son chiffre.',
  deliver: 'Remettez les lunettes : notez la délivrance, bouton « Dates » du dossier.',
  keep_cheque: 'Gardez un chèque pour la part de la mutuelle (F7).',
  print_receipt: 'Imprimez le reçu du chèque, en deux exemplaires à signer (F10).',
  platform_back: 'Faites revenir la plateforme avec le bouton à droite : les droits d’abord, puis les PEC.',
  recover: 'Écran Reprise : lancez la reprise (F4), chaque dossier de la panne est revérifié.',
};

/** What a pharmacy does otherwise. */
const inPharmacy: Partial<Record<ExerciseTask, string>> = {
  keep_cheque: 'Pour un autre client, convenez d’un chèque conservé, notez la délivrance et gardez le chèque (F7).',
  deliver: 'Remettez ce qui est prêt et choisissez « Délivré en tiers payant » : la délivrance est notée avec la façon.',
  platform_back: 'Faites revenir les droits avec le bouton à droite.',
  recover: 'Écran Reprise : lancez la reprise (F4). Ce que porte l’OCT se règle ensuite par ses retours et les virements.',
};

export const exercise = typesetAll({
  title: 'Exercice panne',
  note: 'Dix minutes de panne avec des clients, des chèques et une plateforme inventés.',
  intro: (pharmacy: boolean) => [
    pharmacy
      ? 'Les droits de Viamedis ne répondent plus dans une officine inventée ; quatre clients attendent au comptoir.'
      : 'La plateforme Viamedis vient de tomber dans une boutique d’opticien inventée ; quatre clients viennent chercher leurs lunettes.',
    'Sept tâches se cochent d’elles-mêmes, quand ce qu’elles demandent est vraiment enregistré. À la fin, une page dit ce qui a été fait, en combien de temps, et ce qui a été oublié.',
  ],
  own: 'Vos dossiers se ferment pendant l’exercice et rien n’y est écrit. Ils se rouvrent à la fin ; sans trousseau de clés, la phrase de passe est demandée.',
  kept: 'Rien de l’exercice n’est gardé : imprimez la page de la fin si vous la voulez.',
  start: 'Commencer l’exercice',
  starting: 'Préparation des clients inventés…',
  banner: 'Exercice de panne',
  mark: 'EXERCICE',
  left: (clock: string) => `reste ${clock}`,
  over: 'les dix minutes sont passées',
  stopped: 'exercice terminé',
  tasksLabel: 'Tâches de l’exercice',
  tasks: {
    verify_rights: 'Vérifier les droits',
    choose_way: 'Choisir une façon',
    deliver: 'Délivrer',
    keep_cheque: 'Garder un chèque',
    print_receipt: 'Imprimer son reçu',
    platform_back: 'Retour de la plateforme',
    recover: 'Reprendre',
  } satisfies Record<ExerciseTask, string>,
  hint: (task: ExerciseTask, pharmacy: boolean) => (pharmacy ? inPharmacy[task] : undefined) ?? hints[task],
  allDone: 'Tout est fait : terminez l’exercice pour voir vos temps.',
  taskDone: (task: string, clock: string) => `${task} : fait à ${clock}`,
  taskLeft: (task: string) => `${task} : à faire`,
  end: 'Terminer l’exercice',
  ended: 'L’exercice est terminé',
  tally: (done: number, all: number, seconds: number) => `${counted(done, 'tâche faite', 'tâches faites')} sur ${all}, en ${lasting(seconds)}`,
  columns: { task: 'Tâche', after: 'Faite à', took: 'En' },
  after: lasting,
  forgotten: 'oubliée',
  forgottenTitle: (count: number) => `${counted(count, 'tâche oubliée', 'tâches oubliées')}`,
  nothingForgotten: 'Rien n’a été oublié.',
  print: 'Imprimer la page',
  backToOwn: 'Quitter l’exercice',
  look: 'Regarder encore',
  backNote: 'Quitter efface ces clients inventés et ramène à vos dossiers.',
});
