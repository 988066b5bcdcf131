import { agents } from '../agents.ts';
import { officeIp } from '../cast.ts';
import { user } from '../identities.ts';
import { account } from '../places.ts';
import { recordOf } from '../record.ts';
import { callerIdentity } from './sts.ts';
import type { Unit } from './unit.ts';

const staff = ['ana.ops', 'bo.dba', 'eli.dba', 'finn.dev', 'gita.dev', 'hugo.fin', 'ida.qa'].map(user);

/** Somebody signs in to the console, as people do between six and twenty; at night something else happens. */
export const consoleLogin: Unit = (at, day) => {
  const hour = new Date(at.time).getUTCHours();
  if (hour < 6 || hour >= 20) return callerIdentity(at, day);
  const { random } = day;
  const { name, arn, id } = random.pick(staff);
  return [
    recordOf(
      {
        ...at,
        service: 'signin',
        name: 'ConsoleLogin',
        identity: { type: 'IAMUser', principalId: id, arn, accountId: account, userName: name },
        ip: officeIp,
        agent: agents.browser,
        readOnly: false,
        response: { ConsoleLogin: 'Success' },
        extra: {
          LoginTo: `https://${at.region}.console.aws.amazon.com/console/home`,
          MobileVersion: 'No',
          MFAIdentifier: `arn:aws:iam::${account}:mfa/${name}`,
          MFAUsed: 'Yes',
        },
        type: 'AwsConsoleSignIn',
        requestId: null,
        tls: `${at.region}.signin.aws.amazon.com`,
      },
      random,
    ),
  ];
};
