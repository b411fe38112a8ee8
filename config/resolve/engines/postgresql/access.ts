/**
 * Who may connect, from where (pg_hba.conf). No rule trusts: the socket is for the server's own user
 * (`docker exec`), the network for roles with a password. `samenet` are the networks that the
 * container is in, which is the application's internal one. The superuser has no way in from there.
 */
export const accessRules = `# TYPE  DATABASE  USER      ADDRESS       METHOD
local   all       postgres                peer
local   all       all                     scram-sha-256
host    all       all       127.0.0.1/32  scram-sha-256
host    all       all       ::1/128       scram-sha-256
host    all       postgres  all           reject
host    all       all       samenet       scram-sha-256
host    all       all       all           reject
`;
