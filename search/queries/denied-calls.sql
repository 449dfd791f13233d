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
    AND regexp_like(
        -- As AWS's API models name what is refused for want of permission, each service in its own way.
        LOWER(errorcode),
        'denied|unauthori[sz]ed|not_{0,1}authori[sz]ed|forbidden|noauthorization|authorization(error|exception)|insufficient.*(permission|privileges)'
    )
GROUP BY 1, 2, 3, 4
ORDER BY calls DESC, principal, eventsource, eventname, errorcode
