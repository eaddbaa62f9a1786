// How grave what is to be looked at in an account is.
import type { Tone } from '$lib/components/tone';
import type { CredentialWarning } from '$lib/contract/contract';

export function warningTone(warning: CredentialWarning): Tone {
  return warning === 'holder_left' || warning === 'no_second_factor' ? 'bad' : warning === 'unused' ? 'idle' : 'warn';
}
