SELECT
    COALESCE(useridentity.sessioncontext.sessionissuer.arn, useridentity.arn, useridentity.principalid) AS principal,
    eventsource,
    eventname,
    errorcode,
    COUNT(*) AS calls,
    COUNT(DISTINCT sourceipaddress) AS addresses,
    MIN(eventtime) AS firsttime,
    MAX(eventtime) AS lasttime,
    MAX(errormessage) AS examplemessage
FROM cloudtrail
WHERE account = ?
    AND "timestamp" BETWEEN ? AND ?
    AND (errorcode LIKE 'AccessDenied%' OR errorcode LIKE '%UnauthorizedOperation')
GROUP BY 1, 2, 3, 4
ORDER BY calls DESC, principal, eventsource, eventname
