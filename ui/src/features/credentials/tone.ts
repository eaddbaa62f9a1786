// How grave what is to be looked at in an account is.
import type { Tone } from '$lib/components/tone';
import type { CredentialWarning, HealthKind } from '$lib/contract/contract';

export function warningTone(warning: CredentialWarning): Tone {
  return warning === 'holder_left' || warning === 'no_second_factor' ? 'bad' : warning === 'unused' ? 'idle' : 'warn';
}

const GRAVE: readonly HealthKind[] = ['leaked', 'reused', 'holder_left', 'weak'];

export function healthTone(kind: HealthKind): Tone {
  return GRAVE.includes(kind) ? 'bad' : kind === 'unused' ? 'idle' : 'warn';
}
