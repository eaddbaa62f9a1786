//! The command line's sentences about a platform: each mistake of its description, each failure of a call. The matches are
//! closed: a new code does not compile without its sentence.

use relais_domain::platform::FailureCode;
use relais_usecases::{
    contract::LookupFailure,
    described_platform::{DescriptionError, Mistake, Unusable},
};
use std::path::Path;

/// A mistake of a description: where it is, and what to do.
pub(crate) fn mistake(file: &Path, error: &DescriptionError) -> String {
    let place = match error.line {
        Some(line) => format!("{}, ligne {line}", file.display()),
        None => file.display().to_string(),
    };
    let key = if error.key.is_empty() { String::new() } else { format!(", « {} »", error.key) };
    format!("{place}{key} : {}", what_to_do(&error.mistake))
}

fn what_to_do(mistake: &Mistake) -> String {
    match mistake {
        Mistake::NotToml(words) => format!("ce n’est pas du TOML ({words}) ; les textes vont entre guillemets."),
        Mistake::UnknownKey(known) => {
            format!("cette clé n’est pas connue ici ; celles qui le sont : {}.", known.join(", "))
        }
        Mistake::Missing => "cette clé manque ; ajoutez-la.".to_owned(),
        Mistake::Expected(kind) => format!("il faut ici : {kind}."),
        Mistake::NotOneOf(words) => format!("choisissez parmi : {}.", words.join(", ")),
        Mistake::NotAnAddress => {
            "ce n’est pas une adresse simple ; écrivez-la entière, sans nom d’utilisateur, « ? » ni « # ».".to_owned()
        }
        Mistake::NotHttps => "l’adresse d’une plateforme commence par https://.".to_owned(),
        Mistake::OtherSide => {
            "toutes les adresses sont sur cet ordinateur (un essai), ou toutes sur le réseau ; pas les deux.".to_owned()
        }
        Mistake::NotAPath => {
            "écrivez un chemin sous l’adresse de base, par exemple Claim/$submit, sans « .. » ni « ? ».".to_owned()
        }
        Mistake::NotAMediaType => "écrivez un type de contenu, par exemple application/fhir+json.".to_owned(),
        Mistake::NotAHeader => "cette valeur ne peut pas être un en-tête ; écrivez-la sur une ligne.".to_owned(),
        Mistake::NotASystem => "un système d’identifiants est un URI, par exemple urn:oid:1.2.3.".to_owned(),
        Mistake::NotCertificates => "copiez ici les certificats au format PEM, entre trois guillemets.".to_owned(),
        Mistake::OutOfBounds(least, most) if least == most => format!("cette version lit la valeur {least}."),
        Mistake::OutOfBounds(least, most) => format!("donnez un nombre de {least} à {most}."),
        Mistake::NotACode => "un code de plateforme n’a que des minuscules, des chiffres et des tirets.".to_owned(),
        Mistake::SecretInFile => {
            "un secret n’a pas sa place dans ce fichier ; donnez-le par --secret-file, --key-file ou le coffre."
                .to_owned()
        }
        Mistake::Length(most) => format!("cette valeur est vide ou dépasse {most} caractères."),
        Mistake::NotAPointer => "écrivez un pointeur JSON, par exemple /data/token.".to_owned(),
        Mistake::TemplateNotJson
        | Mistake::TemplateNotAnObject
        | Mistake::UnknownValue(..)
        | Mistake::UnknownForm(..)
        | Mistake::Pasted(_)
        | Mistake::TooDeep
        | Mistake::NotInAnAddress
        | Mistake::NeedsFind
        | Mistake::NeedsRequestId
        | Mistake::ReservedHeader => of_template(mistake),
    }
}

/// What is wrong with the interface a description tells.
fn of_template(mistake: &Mistake) -> String {
    match mistake {
        Mistake::TemplateNotJson => {
            "le modèle n’est pas du JSON à partir d’ici, ou une clé y est deux fois ; vérifiez virgules et guillemets."
                .to_owned()
        }
        Mistake::TemplateNotAnObject => "le modèle est un objet JSON : il commence par { et finit par }.".to_owned(),
        Mistake::UnknownValue(name, known) => {
            format!("« {name} » n’est pas une valeur connue ici ; celles qui le sont : {}.", known.join(", "))
        }
        Mistake::UnknownForm(form, known) if known.is_empty() => {
            format!("« {form} » n’est pas une forme de cette valeur, qui n’en a pas ; retirez-la.")
        }
        Mistake::UnknownForm(form, known) => {
            format!("« {form} » n’est pas une forme de cette valeur ; choisissez parmi : {}.", known.join(", "))
        }
        Mistake::Pasted(text) => {
            format!("« {text} » mêle une valeur à un texte ; une valeur est seule entre ses guillemets.")
        }
        Mistake::TooDeep => "le modèle est emboîté trop profondément ; 24 niveaux suffisent.".to_owned(),
        Mistake::NotInAnAddress => {
            "une adresse ne porte que {request_id} (et {ticket} pour une réponse promise), jamais une personne."
                .to_owned()
        }
        Mistake::NeedsFind => {
            "« query_first » demande d’abord ce qu’il en est : décrivez comment dans la table « find ».".to_owned()
        }
        Mistake::NeedsRequestId => {
            "une répétition se reconnaît à son identifiant : envoyez {request_id}, ou écrivez repeat = \"never\"."
                .to_owned()
        }
        Mistake::ReservedHeader => {
            "cet en-tête dit qui appelle, ou appartient au transport ; l’authentification a sa table.".to_owned()
        }
        _ => String::new(),
    }
}

/// Why a described platform cannot be used.
pub(crate) fn unusable(why: &Unusable) -> String {
    match why {
        Unusable::SecretMissing => {
            "Il manque un secret : donnez-le par --secret-file (ou --key-file pour la clé du certificat).".to_owned()
        }
        Unusable::NotAnIdentity => {
            "Le certificat et sa clé ne vont pas ensemble, ou ne sont pas au format PEM.".to_owned()
        }
        Unusable::Other(words) => format!("Cette description ne peut pas servir ({words})."),
    }
}

/// A failure of a call, in one sentence, with the platform's own words when it has some.
pub(crate) fn failure(failure: &LookupFailure) -> String {
    let sentence = closer(failure).unwrap_or_else(|| plain(failure.code));
    let status = failure.http_status.map(|status| format!(" (HTTP {status})")).unwrap_or_default();
    let wait = failure.retry_after_s.map(|seconds| format!(" À réessayer dans {seconds} s.")).unwrap_or_default();
    let words = failure.platform_text.as_deref().map(|text| format!(" Elle dit : « {text} »")).unwrap_or_default();
    format!("{sentence}{status}.{wait}{words}")
}

/// What is known more closely of an answer of an unexpected shape.
fn closer(failure: &LookupFailure) -> Option<&'static str> {
    if failure.code == FailureCode::RequestRefused && failure.fault.as_deref() == Some("incomplete") {
        return Some("Rien n’a été envoyé : il manque à la question une valeur que la plateforme demande");
    }
    if failure.code != FailureCode::UnexpectedShape {
        return None;
    }
    Some(match failure.fault.as_deref()? {
        "not_described" => "La réponse n’est pas celle que la description annonce",
        "wrong_kind" => "Un champ de la réponse n’a pas le type que la description lui donne",
        "other_resource" => "La plateforme a répondu par une autre ressource que celle attendue",
        "empty" => "La plateforme a répondu par une page vide",
        "unknown_code" => "La réponse emploie un code que la norme ne connaît pas",
        "other_use" => "La réponse porte sur un autre usage que celui demandé",
        "not_cents" => "La réponse porte un montant qui n’est pas un nombre de centimes",
        "not_a_date" => "La réponse porte une date qui n’en est pas une",
        "malformed" => "Un champ de la réponse n’a pas le type que la norme lui donne",
        "search_not_confirmed" => "Rien ne montre que la plateforme a cherché ce qui était demandé",
        _ => return None,
    })
}

/// One sentence a code, without its full stop.
const fn plain(code: FailureCode) -> &'static str {
    use FailureCode as F;
    match code {
        F::NameNotResolved => "Le nom de la plateforme ne mène à aucune adresse",
        F::ConnectionRefused => "La plateforme refuse la connexion, ou aucun chemin n’y mène",
        F::ConnectionLost => "La connexion a été coupée avant la réponse",
        F::Tls => "La connexion n’est pas sûre : certificat ou chiffrement refusé",
        F::TimedOut => "La plateforme n’a pas répondu à temps",
        F::Unauthorised => "La plateforme refuse les identifiants, même renouvelés",
        F::Forbidden => "La plateforme interdit cet accès",
        F::NotFound => "La plateforme ne connaît pas cette adresse : vérifiez base_url et les chemins",
        F::TooManyCalls => "La plateforme demande d’attendre : trop d’appels",
        F::ServerError => "La plateforme est en panne",
        F::RequestRefused => "La plateforme refuse la demande",
        F::Conflict => "La plateforme a déjà autre chose sous cet identifiant",
        F::NotJson => "La réponse n’est pas du JSON",
        F::UnexpectedShape => "La réponse n’a pas la forme de la norme",
        F::DuplicateKey => "La réponse donne deux fois la même clé : elle se lirait de deux façons, elle est écartée",
        F::ModifierExtension => "La réponse porte une extension qui peut en retourner le sens : elle est écartée",
        F::ImplicitRules => "La réponse suit des règles implicites inconnues ici : elle est écartée",
        F::NotActive => "La réponse est annulée, en projet ou entrée par erreur : elle est écartée",
        F::ForeignCurrency => "La réponse porte un montant qui n’est pas en euros : elle est écartée",
        F::SeveralAnswers => "Plusieurs réponses sont venues, sans dire laquelle compte : elles sont écartées",
        F::OperationOutcome => "La plateforme répond par un refus motivé",
        F::TooLarge => "La réponse est trop longue : elle est écartée",
        F::Truncated => "La réponse s’arrête au milieu",
        F::WrongSubject => "La réponse porte sur une autre personne : elle est écartée",
        F::WrongRequest => "La réponse porte sur une autre demande : elle est écartée",
        F::SubjectUnknown => "La plateforme ne connaît personne sous ce numéro",
        F::RedirectRefused => "La plateforme renvoie vers une autre adresse : rien n’y est envoyé",
        F::CircuitOpen => "Rien n’a été envoyé : les derniers appels ont échoué",
        F::Paced => "Rien n’a été envoyé : la limite d’appels est atteinte",
        F::NoConnector => "Cette plateforme n’a pas de connexion directe",
        F::CredentialOutOfReach => "Rien n’a été envoyé : le coffre d’accès ne donne pas le secret de cette plateforme",
        F::TokenRefused => "La plateforme refuse de donner un jeton : vérifiez l’identifiant et le secret",
        F::DeclaredByStaff => "La plateforme est déclarée en panne au cabinet",
    }
}
