import { island } from './island';

/**
 * `<div data-passkey="get|create" data-options-url="…" hidden>` inside a form, with a hidden field, a button and a place for what went
 * wrong: the button asks the authenticator and sends the form with its answer. With `data-offers` the browser offers the key in a field
 * with `autocomplete="… webauthn"`, too. All words come from the server.
 */
island('[data-passkey]', (root) => {
  const form = root.closest('form')!;
  const field = root.querySelector<HTMLInputElement>('input[type=hidden]')!;
  const button = root.querySelector('button')!;
  const trouble = root.querySelector<HTMLElement>('[role=alert]')!;
  const makes = root.dataset.passkey === 'create';
  let offer: AbortController | undefined;

  const say = (words = ''): void => {
    trouble.textContent = words;
    trouble.hidden = words === '';
  };
  const send = (credential: Credential | null): void => {
    field.value = JSON.stringify(plain(credential as PublicKeyCredential));
    form.requestSubmit();
  };
  const ask = async (): Promise<Options> => {
    const answer = await fetch(root.dataset.optionsUrl!, { headers: { Accept: 'application/json' }, cache: 'no-store' });
    if (!answer.ok) {
      throw new Silence(String(answer.status));
    }
    return await answer.json() as Options;
  };

  /** Waits beside the form until its person chooses the key in the field of the name; asks anew before the challenge ends. */
  const wait = async (): Promise<void> => {
    try {
      const control = offer = new AbortController();
      const publicKey = using(await ask());
      const ends = window.setTimeout(() => {
        control.abort();
        void wait();
      }, 240_000);
      control.signal.addEventListener('abort', () => window.clearTimeout(ends));
      send(await navigator.credentials.get({ publicKey, mediation: 'conditional', signal: control.signal }));
    } catch {
      // Nobody asked for anything yet: the button tells what is wrong.
    }
  };

  root.hidden = !window.PublicKeyCredential && !makes;
  if (!window.PublicKeyCredential) {
    button.disabled = true;
    say(root.dataset.unsupported);
    return;
  }

  button.addEventListener('click', async () => {
    say();
    button.disabled = true;
    offer?.abort();
    let ends = Infinity;
    try {
      const options = await ask();
      ends = performance.now() + (options.timeout ?? Infinity) - 1000;
      send(await (makes
        ? navigator.credentials.create({ publicKey: making(options) })
        : navigator.credentials.get({ publicKey: using(options) })));
    } catch (problem) {
      say(wordsFor(problem, root.dataset, performance.now() >= ends));
    } finally {
      button.disabled = false;
    }
  });

  if (root.dataset.unknown) {
    const forget = { rpId: location.hostname, credentialId: root.dataset.unknown };
    void signals().signalUnknownCredential?.(forget).catch(() => undefined);
  }
  if (root.dataset.offers) {
    void PublicKeyCredential.isConditionalMediationAvailable?.().then((can) => {
      if (can) {
        void wait();
        // The cookie of the challenge is one for all pages of the browser: the one that is looked at asks anew.
        document.addEventListener('visibilitychange', () => {
          if (document.visibilityState === 'visible') {
            offer?.abort();
            void wait();
          }
        });
      }
    });
  }
});

/** `<div data-passkeys-accepted='{…}'>`: the device forgets keys that were removed here. */
island('[data-passkeys-accepted]', (root) => {
  if (window.PublicKeyCredential) {
    void signals().signalAllAcceptedCredentials?.(JSON.parse(root.dataset.passkeysAccepted!)).catch(() => undefined);
  }
});

class Silence extends Error {}

interface Described { id: string; type: PublicKeyCredentialType; transports?: AuthenticatorTransport[] }

/** What the server asks, as JSON: bytes are base64url. */
interface Options {
  challenge: string;
  timeout?: number;
  rpId?: string;
  userVerification?: UserVerificationRequirement;
  allowCredentials?: Described[];
  excludeCredentials?: Described[];
  rp: PublicKeyCredentialRpEntity;
  user: { id: string; name: string; displayName: string };
  pubKeyCredParams: PublicKeyCredentialParameters[];
  authenticatorSelection?: AuthenticatorSelectionCriteria;
  attestation?: AttestationConveyancePreference;
}

/** Not every browser has them, and not every list of types knows them. */
interface Signals {
  signalUnknownCredential?(options: object): Promise<void>;
  signalAllAcceptedCredentials?(options: object): Promise<void>;
}

function signals(): Signals {
  return PublicKeyCredential as unknown as Signals;
}

function using(options: Options): PublicKeyCredentialRequestOptions {
  return {
    challenge: bytes(options.challenge),
    timeout: options.timeout,
    rpId: options.rpId,
    userVerification: options.userVerification,
    allowCredentials: options.allowCredentials?.map(described),
  };
}

function making(options: Options): PublicKeyCredentialCreationOptions {
  return {
    challenge: bytes(options.challenge),
    timeout: options.timeout,
    rp: options.rp,
    user: { ...options.user, id: bytes(options.user.id) },
    pubKeyCredParams: options.pubKeyCredParams,
    authenticatorSelection: { ...options.authenticatorSelection, requireResidentKey: true },
    attestation: options.attestation,
    excludeCredentials: options.excludeCredentials?.map(described),
  };
}

function described(one: Described): PublicKeyCredentialDescriptor {
  return { ...one, id: bytes(one.id), transports: one.transports?.length ? one.transports : undefined };
}

/** The answer as JSON; `toJSON` of the browser itself is missing in some and broken by some keepers of passwords. */
function plain(credential: PublicKeyCredential): object {
  const { response } = credential;
  const common = { clientDataJSON: text(response.clientDataJSON) };
  return {
    id: text(credential.rawId),
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: {},
    response: 'attestationObject' in response
      ? {
        ...common,
        attestationObject: text((response as AuthenticatorAttestationResponse).attestationObject),
        transports: (response as AuthenticatorAttestationResponse).getTransports?.() ?? [],
      }
      : {
        ...common,
        authenticatorData: text((response as AuthenticatorAssertionResponse).authenticatorData),
        signature: text((response as AuthenticatorAssertionResponse).signature),
        userHandle: text((response as AuthenticatorAssertionResponse).userHandle) || undefined,
      },
  };
}

function wordsFor(problem: unknown, words: DOMStringMap, late: boolean): string | undefined {
  if (problem instanceof Silence || problem instanceof SyntaxError || problem instanceof TypeError) {
    return words.silent;
  }
  switch ((problem as DOMException).name) {
    case 'NotAllowedError':
    case 'AbortError':
      return late ? words.late : words.cancelled;
    case 'TimeoutError':
      return words.late;
    case 'InvalidStateError':
      return words.exists;
    case 'NotSupportedError':
    case 'ConstraintError':
      return words.unsupported;
    case 'SecurityError':
      return words.place;
    default:
      return words.failed;
  }
}

function bytes(encoded: string): Uint8Array<ArrayBuffer> {
  const binary = atob(encoded.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (sign) => sign.charCodeAt(0));
}

function text(buffer: ArrayBuffer | null): string {
  const binary = String.fromCharCode(...new Uint8Array(buffer ?? new ArrayBuffer(0)));
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
