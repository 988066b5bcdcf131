/** What is wrong with an e-mail that SNS is to send: RFC 5322 and RFC 2047 on the header, aws-facts section 12 on both. */
export function mailFaults({ subject, body }: { readonly subject: string; readonly body: string }): string[] {
  return [
    ...(/^[\x20-\x7e]+$/.test(subject) ? [] : ['subject: not printable ASCII']),
    ...(/^[A-Za-z0-9!-/:-@[-`{-~]/.test(subject)
      ? []
      : ['subject: begins with no letter, digit or punctuation']),
    ...(subject.length < 100 ? [] : [`subject: ${subject.length} characters`]),
    ...(/=\?[^?\s]+\?[bq]\?/i.test(subject) ? ['subject: an encoded word'] : []),
    ...(/(?!\n)\p{Cc}/u.test(body) ? ['body: a control character'] : []),
    ...(/\p{Cs}/u.test(body) ? ['body: half a surrogate pair'] : []),
    ...(body === '' || !body.endsWith('\n') ? ['body: no last line'] : []),
  ];
}
