// The acts of the back-office on made-up answers: a credit over several dossiers, a platform configured, fields taken
// to a portal, what leaves shown before it does, the story gone forward, the vault beyond one page.
import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { toasts } from '$lib/components/toasts.svelte';
import { session } from '../app/session.svelte';
import type { DossierView } from '$lib/contract/contract';
import { openState, queueRow, recoveryRow, sampleIncident } from '../samples/backend';
import { liveAnswer, sampleDossier, sampleRights } from '../samples/dossiers';
import { answersIn } from '../samples/states';
import { clean, held, openApp, press, words as t } from '../test/open';
import { addressError, codeOf } from './platforms/address';
import { credit } from './cheques/credit.svelte';
import { PAGE_ROWS, vault } from './cheques/vault.svelte';
import { counter } from './counter/counter.svelte';
import { recovery } from './recovery/recovery.svelte';

beforeEach(clean);

describe('a bank credit', () => {
  async function open(): Promise<Awaited<ReturnType<typeof openApp>>> {
    session.screen = 'cheques';
    const backend = await openApp();
    await waitFor(() => expect(vault.shown).toBeTruthy());
    press('F8');
    await screen.findByRole('dialog', { name: t.cheques.creditTitle });
    return backend;
  }

  it('pays several dossiers, to the cent', async () => {
    const user = userEvent.setup();
    const backend = await open();
    await waitFor(() => expect(held()).toContain(t.cheques.creditAmount));
    await user.keyboard('600{Enter}');
    await user.click(screen.getByLabelText(t.cheques.creditSearch));
    await user.keyboard('okon');
    await waitFor(() => expect(credit.offered.map((row) => row.customer)).toEqual(expect.arrayContaining(['Okonkwo Paul'])));
    await waitFor(() => expect(credit.offered.every((row) => row.customer === 'Okonkwo Paul')).toBe(true));
    await user.keyboard('{Enter}');
    expect(held()).toContain(t.cheques.creditSearch);
    expect(screen.getByText(t.cheques.creditLeft(60000 - 21910))).toBeTruthy();
    await waitFor(() => expect(credit.offered.length).toBeGreaterThan(5));
    await user.click(screen.getAllByRole('button', { name: t.cheques.creditAdd('Le Goff Anne-Sophie') })[0] as HTMLElement);
    const second = screen.getByLabelText(t.cheques.creditPartOf('Le Goff Anne-Sophie'));
    await user.clear(second);
    await user.type(second, '380,90');
    expect(screen.getByText(t.cheques.creditHolds)).toBeTruthy();
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(backend.calls.find(({ command }) => command === 'bank_credit.record')?.request).toMatchObject({ amount_cents: 60000, on: openState.today, allocations: [{ dossier: 'd-1', rank: 1, amount_cents: 21910 }, { dossier: 'd-2', rank: 1, amount_cents: 38090 }] }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('keeps what is not allocated, and says it', async () => {
    const short = { dossier: 'd-0', rank: 1, expected_cents: 37240, paid_cents: 30000 };
    const backend = await openApp({ 'bank_credit.record': () => ({ cheques_to_return: 0, cheques_to_complete: 0, left_cents: 12000, short: [short] }) });
    credit.start();
    credit.cents = 42000;
    const row = { dossier: 'd-0', rank: 1, number: '2024-0187', customer: 'Bernard Lucie', awaited_cents: 37991, advised_cents: 37240 };
    credit.add(row);
    const part = credit.parts[0];
    if (part) part.cents = 30000;
    expect(credit.leftCents).toBe(12000);
    await credit.record();
    expect(backend.calls.find(({ command }) => command === 'bank_credit.record')?.request).toMatchObject({ amount_cents: 42000, allocations: [{ amount_cents: 30000 }] });
    await screen.findByText(t.cheques.creditSaved(0, 0, 12000));
    await screen.findByText(t.cheques.creditPaidShort('Bernard Lucie', 30000, 37240));
  });

  it('is allocated further from the vault, by one key, for no more than is left', async () => {
    const rest = { bank_credit: 'b-1', on: '2024-01-29', payer: 'viamedis', label: 'VIR VIAMEDIS', amount_cents: 60000, left_cents: 21910 };
    session.screen = 'cheques';
    const backend = await openApp({ 'bank_credit.unallocated': () => ({ rows: [rest], left_cents: rest.left_cents }) });
    await screen.findByText(t.cheques.creditUnallocated(1, rest.left_cents));
    press('F5');
    await screen.findByRole('dialog', { name: t.cheques.creditAllocate });
    await waitFor(() => expect(held()).toContain(t.cheques.creditSearch));
    expect(credit.ready).toBe(false);
    await waitFor(() => expect(credit.offered.length).toBeGreaterThan(5));
    const row = credit.offered.find((candidate) => candidate.dossier === 'd-1');
    if (row) credit.add(row);
    const part = credit.parts[0];
    if (part) part.cents = rest.left_cents + 1;
    expect(credit.ready).toBe(false);
    if (part) part.cents = rest.left_cents;
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(backend.calls.find(({ command }) => command === 'bank_credit.allocate')?.request).toEqual({ bank_credit: 'b-1', allocations: [{ dossier: 'd-1', rank: 1, amount_cents: 21910 }] }));
  });

  it('says by how much the parts exceed it', async () => {
    await open();
    credit.cents = 10000;
    const row = credit.offered[0];
    if (row) credit.add(row);
    await screen.findByText(t.cheques.creditOver(credit.sumCents - 10000));
    expect(screen.getByRole<HTMLButtonElement>('button', { name: new RegExp(`^${t.cheques.credit} `) }).disabled).toBe(true);
  });

  it('opened from a cheque, proposes what was granted of its share, from the operator who owes it', async () => {
    session.screen = 'cheques';
    const backend = await openApp();
    await waitFor(() => expect(vault.shown).toBeTruthy());
    const shown = vault.shown;
    credit.start(shown && { ...shown, row: { ...shown.row, amount_cents: 37991, awaited_cents: 32292, advised_cents: null, operator: 'almerys' } });
    expect(credit.cents).toBe(32292);
    await credit.record();
    expect(backend.calls.find(({ command }) => command === 'bank_credit.record')?.request).toMatchObject({ amount_cents: 32292, payer: 'almerys', allocations: [{ amount_cents: 32292 }] });
  });

  it('opened from a cheque, pays the complementary that cheque covers', async () => {
    session.screen = 'cheques';
    const backend = await openApp();
    await waitFor(() => expect(vault.shown).toBeTruthy());
    vault.cursor = 'c-4';
    await vault.show(vault.list?.rows[4]);
    const shown = vault.shown;
    credit.start(shown && { ...shown, row: { ...shown.row, rank: 2 } });
    await credit.record();
    expect(backend.calls.find(({ command }) => command === 'bank_credit.record')?.request).toMatchObject({ allocations: [{ dossier: 'd-4', rank: 2 }] });
  });
});

describe('what was paid twice', () => {
  const twice = (cents: number): DossierView => ({ ...sampleDossier(0), customer_share_due_cents: 0, overpaid_cents: cents });

  it('is said, and given back by one key', async () => {
    const backend = await openApp({ 'dossier.view': () => twice(6300), 'dossier.refund_customer': ({ amount_cents }) => ({ dossier: twice(6300 - amount_cents), receipt: { path: '/papiers/remboursement.pdf', file_name: 'remboursement.pdf', pages: 1 } }) });
    const opens = vi.spyOn(backend, 'openDocument');
    await counter.open('d-0');
    await screen.findByText(t.counter.overpaid(6300));
    press('F5');
    await screen.findByRole('dialog', { name: t.counter.refundTitle });
    await waitFor(() => expect(held()).toContain(t.advances.refundAmount));
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(backend.calls.find(({ command }) => command === 'dossier.refund_customer')?.request).toEqual({ dossier: 'd-0', amount_cents: 6300, means: 'transfer', on: openState.today }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(screen.queryByText(t.counter.overpaid(6300))).toBeNull();
    // Its receipt opens, to be signed.
    await waitFor(() => expect(opens).toHaveBeenCalledWith('/papiers/remboursement.pdf'));
  });

  it('has no key where nothing is owed back', async () => {
    await openApp();
    await counter.open('d-0');
    press('F5');
    expect(counter.dialog).toBeUndefined();
  });

  it('is what the recovery asks for', async () => {
    session.screen = 'recovery';
    await openApp({ 'recovery.view': () => ({ incident: sampleIncident, rows: [{ ...recoveryRow(0), track: 'paid', overpaid_cents: 6300 }], progress: null, access_secured: null }) });
    await screen.findByText(t.recovery.next.refund(6300));
  });
});

describe('the queue', () => {
  it('says how many requests are done, of which the latest are shown', async () => {
    session.screen = 'queue';
    await openApp({ 'queue.view': () => ({ waiting: [], unknown: [], failed: [], done: [{ ...queueRow(0), state: 'answered' }], done_total: 312, replaying: false }) });
    await userEvent.click(await screen.findByRole('tab', { name: new RegExp(`${t.queue.tabs.answered}.*312`) }));
    await screen.findByText(t.queue.doneShown(1, 312));
  });
});

describe('an advice', () => {
  it('is recorded on the complementary the cheque covers', async () => {
    session.screen = 'cheques';
    const backend = await openApp();
    await waitFor(() => expect(vault.shown).toBeTruthy());
    const shown = vault.shown;
    vault.shown = shown && { ...shown, row: { ...shown.row, rank: 2 } };
    await vault.recordAdvice(12345, '2024-01-31');
    expect(backend.calls.find(({ command }) => command === 'advice.record')?.request).toMatchObject({ rank: 2, amount_cents: 12345 });
  });
});

describe('an answer that comes late', () => {
  const news = (dossier: string) => ({ topic: 'late_answer', dossier }) as const;
  const answered = (overrides: object) => () => {
    const view = sampleDossier(1);
    const answer = { ...liveAnswer, ...overrides };
    const rights = { ...sampleRights, outcome: { result: 'answered' as const, answer } };
    return { ...view, tracks: view.tracks.map((track) => ({ ...track, rights, known: answer })) };
  };

  it('is said wherever one is, with a way to go there', async () => {
    const backend = await openApp({ 'dossier.view': answered({}) });
    session.screen = 'queue';
    await screen.findByRole('heading', { name: t.queue.title });
    backend.announce(news('d-1'));
    await screen.findByText(t.counter.lateAnswer('Viamedis', 'Paul Okonkwo', { covered_cents: 37991, in_force: true }));
    await userEvent.click(screen.getByRole('button', { name: t.counter.lateAnswerOpen }));
    await waitFor(() => expect([session.screen, counter.mode, counter.dossier?.dossier]).toEqual(['counter', 'dossier', 'd-1']));
    expect(toasts.shown).toEqual([]);
  });

  it('leaves the sale being typed where it was', async () => {
    const backend = await openApp({ 'dossier.view': answered({ in_force: false }) });
    counter.startSale();
    const draft = counter.draft;
    backend.announce(news('d-1'));
    await userEvent.click(await screen.findByRole('button', { name: t.counter.lateAnswerOpen }));
    await waitFor(() => expect(counter.mode).toBe('dossier'));
    press('F2');
    await waitFor(() => expect(counter.mode).toBe('sale'));
    expect(counter.draft).toBe(draft);
  });

  it('is not said twice on the dossier one looks at, nor when it is no answer', async () => {
    const backend = await openApp({ 'dossier.view': ({ dossier }) => (dossier === 'd-1' ? answered({})() : sampleDossier(2)) });
    await counter.open('d-1');
    backend.announce(news('d-1'));
    backend.announce(news('d-2'));
    await waitFor(() => expect(backend.calls.filter(({ command, request }) => command === 'dossier.view' && (request as { dossier: string }).dossier === 'd-2')).toHaveLength(1));
    expect(toasts.shown).toEqual([]);
  });

  it('is said no more once the window is locked', async () => {
    const backend = await openApp({ 'dossier.view': answered({}), 'practice.lock': () => ({ ...openState, stage: 'locked', practice: null, user: null }) });
    backend.announce(news('d-1'));
    await screen.findByRole('button', { name: t.counter.lateAnswerOpen });
    await session.lock();
    expect(toasts.shown).toEqual([]);
  });
});

describe('what leaves', () => {
  it('is shown before it does, in words', async () => {
    const backend = await openApp();
    await counter.open('d-0');
    await userEvent.click(await screen.findByRole('button', { name: t.counter.fieldsSent }));
    const list = await screen.findByRole('list', { name: t.counter.fieldsSent });
    expect(within(list).getAllByRole('listitem').map((item) => item.textContent)).toContain(t.fieldNames.member_number);
    expect(list.textContent).not.toMatch(/_/);
    expect(backend.calls.some(({ command }) => command === 'rights.verify')).toBe(false);
  });
  it('is refused in words when it cannot be known', async () => {
    await openApp({
      'rights.fields_sent': () => {
        throw { code: 'no_platform_for_dossier', params: {} };
      },
    });
    await counter.open('d-0');
    await userEvent.click(await screen.findByRole('button', { name: t.counter.fieldsSent }));
    await screen.findByText(new RegExp(t.refusals.no_platform_for_dossier().why.slice(0, 20)));
  });
});

describe('a platform', () => {
  async function form(): Promise<Awaited<ReturnType<typeof openApp>>> {
    session.screen = 'platforms';
    const backend = await openApp({ 'app.state': () => ({ ...openState, practice: openState.practice && { ...openState.practice, kind: 'real' } }) });
    await screen.findByRole('heading', { name: t.platforms.title });
    press('F7');
    await screen.findByRole('dialog', { name: t.platforms.addTitle });
    return backend;
  }

  it('says each mistake at its field and sends nothing', async () => {
    const backend = await form();
    await userEvent.type(screen.getByLabelText(t.platforms.baseUrl), 'http://exemple.fr/fhir');
    await userEvent.type(screen.getByLabelText(t.platforms.tokenUrl), 'pas une adresse');
    press('Enter', { ctrlKey: true });
    await screen.findByText(t.fieldReasons.not_https);
    expect(screen.getByText(t.fieldReasons.not_an_address)).toBeTruthy();
    expect(screen.getByLabelText(t.platforms.label).getAttribute('aria-invalid')).toBe('true');
    await waitFor(() => expect(held()).toBe(t.platforms.label));
    expect(backend.calls.some(({ command }) => command === 'platform.configure')).toBe(false);
  });

  it('is configured with its secret, which is shown nowhere again', async () => {
    const backend = await form();
    await userEvent.type(screen.getByLabelText(t.platforms.label), 'Santéclair Été');
    await userEvent.type(screen.getByLabelText(t.platforms.baseUrl), 'https://exemple.fr/fhir');
    await userEvent.type(screen.getByLabelText(t.platforms.tokenUrl), 'https://exemple.fr/token');
    await userEvent.type(screen.getByLabelText(t.platforms.clientId), 'cabinet-12');
    const secret = screen.getByLabelText<HTMLInputElement>(t.platforms.clientSecret);
    expect(secret.type).toBe('password');
    await userEvent.type(secret, 'tr3s-s3cret');
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(backend.calls.find(({ command }) => command === 'platform.configure')?.request).toEqual({ platform: 'santeclair-ete', label: 'Santéclair Été', channel: 'fhir', base_url: 'https://exemple.fr/fhir', token_url: 'https://exemple.fr/token', client_id: 'cabinet-12', client_secret: 'tr3s-s3cret', portal_url: null });
    expect(document.body.innerHTML).not.toContain('tr3s-s3cret');
  });

  it('comes back as it was configured, all but the secret', async () => {
    session.screen = 'platforms';
    const backend = await openApp();
    await userEvent.click((await screen.findAllByRole('button', { name: t.platforms.configure }))[0] as HTMLElement);
    const field = (label: string): HTMLInputElement => screen.getByLabelText<HTMLInputElement>(label);
    await screen.findByLabelText(t.platforms.tokenUrl);
    const addresses = { base_url: 'http://127.0.0.1:4000/fhir', token_url: 'http://127.0.0.1:4000/oauth/token', client_id: 'cabinet-12' };
    expect([t.platforms.baseUrl, t.platforms.tokenUrl, t.platforms.clientId, t.platforms.clientSecret].map((label) => field(label).value)).toEqual([...Object.values(addresses), '']);
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(backend.calls.find(({ command }) => command === 'platform.configure')?.request).toMatchObject({ ...addresses, client_secret: null });
  });

  it.each([
    ['base_url', t.platforms.baseUrl],
    ['token_url', t.platforms.tokenUrl],
    ['portal_url', t.platforms.portalUrl],
  ])('shows the refusal of the use case at the field it names: %s', async (field, label) => {
    session.screen = 'platforms';
    await openApp({
      'platform.configure': () => {
        throw { code: 'invalid_field', params: { field, reason: 'not_allowed_here' } };
      },
    });
    await userEvent.click((await screen.findAllByRole('button', { name: t.platforms.configure }))[0] as HTMLElement);
    await screen.findByLabelText(new RegExp(`^${label}`));
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(document.querySelectorAll('#platform-form [aria-invalid]')).toHaveLength(1));
    expect(screen.getByLabelText(new RegExp(`^${label}`)).getAttribute('aria-invalid')).toBe('true');
  });

  it.each([
    ['', true, t.fieldReasons.empty],
    ['https://exemple.fr/fhir', true, undefined],
    ['http://exemple.fr/fhir', true, t.fieldReasons.not_https],
    ['https://moi@exemple.fr/', true, t.fieldReasons.not_an_address],
    ['https://exemple.fr/?a=1', true, t.fieldReasons.not_an_address],
    ['http://127.0.0.1:4000/fhir', false, undefined],
    ['https://exemple.fr/fhir', false, t.platforms.addressLoopback],
  ])('address « %s » in a real practice: %s', (typed, real, expected) => expect(addressError(typed, real)?.replace(/\s+/g, ' ')).toBe(expected));
  it.each([
    ['SP santé', 'sp-sante'],
    ['  Itélis & Cie ', 'itelis-cie'],
    ['…', ''],
  ])('« %s » is known as « %s »', (label, code) => expect(codeOf(label)).toBe(code));
});

describe('the portal, by keys', () => {
  async function open(): Promise<Awaited<ReturnType<typeof openApp>>> {
    session.screen = 'recovery';
    const backend = await openApp({ 'recovery.view': () => ({ incident: { ...sampleIncident, by_portal: true }, rows: [], progress: null, access_secured: null }) });
    await waitFor(() => expect(recovery.view).toBeTruthy());
    press('F4');
    await waitFor(() => expect(held()).toContain(t.recovery.copyField(t.fieldNames.amc_number)));
    return backend;
  }

  it('Enter copies each field in turn, then goes to the answer', async () => {
    const backend = await open();
    for (let field = 0; field < 10; field += 1) await userEvent.keyboard('{Enter}');
    expect(backend.copies.map((copy) => copy.text)).toEqual(['0077567199', 'VM', '04417832', 'Bernard', 'Lucie', '14/04/1971', '440712184', '31/01/2024', '480,00', '379,91']);
    await waitFor(() => expect(held()).toBe(t.recovery.answerNumber));
  });

  it('a digit copies its field and says so; a sensitive one is named, not shown, and cleared after', async () => {
    const backend = await open();
    press('Digit1', { key: '&' });
    await screen.findByText(t.recovery.copiedField(t.fieldNames.amc_number, '0077567199'));
    press('Digit3', { key: '"' });
    await screen.findByText(t.recovery.copiedSensitive(t.fieldNames.member_number));
    expect(screen.getByRole('dialog').textContent).not.toContain('04417832');
    expect(backend.copies.at(-1)).toEqual({ text: '04417832', sensitive: true });
    recovery.step = undefined;
    await waitFor(() => expect(backend.copies.at(-1)).toEqual({ text: '', sensitive: false }));
  });

  it('a digit typed in the answer stays a digit', async () => {
    const backend = await open();
    await userEvent.type(screen.getByLabelText(t.recovery.answerNumber), '31');
    press('Digit3', { key: '3' });
    expect(backend.copies).toEqual([]);
  });

  it('an answer written down brings the next dossier, with empty fields', async () => {
    const backend = await open();
    await userEvent.type(screen.getByLabelText(t.recovery.answerNumber), 'SP-1');
    await userEvent.type(screen.getByLabelText(t.recovery.answerAmount), '379,91');
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(backend.calls.find(({ command }) => command === 'portal.record_answer')?.request).toMatchObject({ agreed: true, reference: 'SP-1', covered_cents: 37991 }));
    await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>(t.recovery.answerNumber).value).toBe(''));
  });

  it('more than was asked, or an agreement already over, is written down knowingly only', async () => {
    const backend = await open();
    const sent = (): unknown => backend.calls.find(({ command }) => command === 'portal.record_answer')?.request;
    await userEvent.type(screen.getByLabelText(t.recovery.answerNumber), 'SP-1');
    await userEvent.type(screen.getByLabelText(t.recovery.answerAmount), '999,00');
    await userEvent.type(screen.getByLabelText(new RegExp(t.recovery.answerUntil)), '01/01/2024');
    await screen.findByText(t.recovery.doubtAbove(37991));
    await screen.findByText(t.recovery.doubtOver('01/01/2024'));
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText(t.recovery.doubtSure)));
    expect(sent()).toBeUndefined();
    await userEvent.click(screen.getByLabelText(t.recovery.doubtSure));
    // What is typed afterwards is another answer, and asked about again.
    await userEvent.clear(screen.getByLabelText(t.recovery.answerAmount));
    await userEvent.type(screen.getByLabelText(t.recovery.answerAmount), '998,00');
    expect(screen.getByLabelText<HTMLInputElement>(t.recovery.doubtSure).checked).toBe(false);
    await userEvent.click(screen.getByLabelText(t.recovery.doubtSure));
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(sent()).toMatchObject({ covered_cents: 99800, valid_until: '2024-01-01', knowingly: true }));
  });
});

describe('the demonstration', () => {
  it('says its hour and goes to the next moment by one button', async () => {
    const backend = await openApp();
    const banner = await screen.findByRole('region', { name: t.frame.story });
    expect(banner.textContent).toContain('Démonstration · mer. 31/01/2024 15:42');
    await userEvent.click(await within(banner).findByRole('button', { name: t.frame.storyMoments.rights_back }));
    await waitFor(() => expect(backend.calls.find(({ command }) => command === 'story.advance')?.request).toEqual({ code: 'rights_back' }));
  });
  it('is not said in a real practice', async () => {
    await openApp({ 'app.state': () => ({ ...openState, practice: openState.practice && { ...openState.practice, kind: 'real' } }) });
    await screen.findAllByText('Bernard Lucie');
    expect(screen.queryByRole('region', { name: t.frame.story })).toBeNull();
  });
});

describe('the vault beyond a page', () => {
  it('says how many are here and asks for the rest, in order', async () => {
    session.screen = 'cheques';
    const backend = await openApp(answersIn.full);
    await waitFor(() => expect(vault.list?.rows).toHaveLength(PAGE_ROWS));
    await screen.findByText(t.cheques.shownOf(PAGE_ROWS, 2000));
    await userEvent.click(screen.getByRole('button', { name: t.cheques.showMore }));
    await waitFor(() => expect(vault.list?.rows).toHaveLength(2 * PAGE_ROWS));
    expect(new Set(vault.list?.rows.map((row) => row.cheque)).size).toBe(2 * PAGE_ROWS);
    expect(screen.getByRole('table').getAttribute('aria-rowcount')).toBe('2001');
    // News reloads as many rows as were here: the cursor stays where it was.
    vault.cursor = 'c-700';
    await vault.load();
    expect(vault.cursor).toBe('c-700');
    expect(backend.calls.filter(({ command }) => command === 'cheque.list').map(({ request }) => (request as { offset: number }).offset)).toEqual([0, 500, 0, 500]);
  });
});

describe('keys pressed twice', () => {
  it('record a payment once', async () => {
    const backend = await openApp({ 'dossier.view': () => ({ ...sampleDossier(0), customer_share_due_cents: 10009 }), 'dossier.record_payment': () => sampleDossier(0) });
    await counter.open('d-0');
    await screen.findByRole('heading', { name: 'Lucie Bernard' });
    press('F8');
    await waitFor(() => expect(held()).toContain(t.counter.payPurpose.customer_share));
    press('Enter', { ctrlKey: true });
    press('Enter', { ctrlKey: true });
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(backend.calls.filter(({ command }) => command === 'dossier.record_payment')).toHaveLength(1);
  });
});
