// The six tones a state can have. Each is a colour and a shape; the word comes from the caller.
export type Tone = 'ok' | 'warn' | 'bad' | 'info' | 'wait' | 'idle';
