<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
    <context>
        <name>Hearth</name>
        <message>
            <location filename="../../app/api/certificate.py" />
            <source>No certificate</source>
            <translation>Kein Zertifikat</translation>
        </message>
        <message>
            <location filename="../../app/api/certificate.py" />
            <location filename="../../app/system/paths.py" />
            <source>{path} cannot be used: {reason}.</source>
            <translation>{path} kann nicht verwendet werden: {reason}.</translation>
        </message>
        <message>
            <location filename="../../app/api/certificate.py" />
            <location filename="../../app/node/keys.py" />
            <location filename="../../app/system/settings_file.py" />
            <source>Check that its folder belongs to you and that the disk is not full.</source>
            <translation>Prüfen Sie, ob der Ordner Ihnen gehört und die Festplatte nicht voll ist.</translation>
        </message>
        <message>
            <location filename="../../app/api/lan.py" />
            <location filename="../../app/domain/diagnosis.py" />
            <source>No network</source>
            <translation>Kein Netzwerk</translation>
        </message>
        <message>
            <location filename="../../app/api/lan.py" />
            <source>This computer is in no network: nobody else can reach its API now.</source>
            <translation>Dieser Computer ist in keinem Netzwerk: Niemand sonst kann seine API zurzeit erreichen.</translation>
        </message>
        <message>
            <location filename="../../app/api/lan.py" />
            <source>This computer does not have the address {host} now.</source>
            <translation>Dieser Computer hat die Adresse {host} zurzeit nicht.</translation>
        </message>
        <message>
            <location filename="../../app/api/lan.py" />
            <source>Choose another in the settings.</source>
            <translation>Wählen Sie in den Einstellungen eine andere.</translation>
        </message>
        <message>
            <location filename="../../app/api/lan.py" />
            <source>Port {port} at {host} is used by another program.</source>
            <translation>Port {port} auf {host} ist durch ein anderes Programm belegt.</translation>
        </message>
        <message>
            <location filename="../../app/api/lan.py" />
            <source>End it, or choose another port.</source>
            <translation>Beenden Sie es oder wählen Sie einen anderen Port.</translation>
        </message>
        <message>
            <location filename="../../app/api/lan.py" />
            <source>{place} cannot be opened: {reason}.</source>
            <translation>{place} kann nicht geöffnet werden: {reason}.</translation>
        </message>
        <message>
            <location filename="../../app/api/lan.py" />
            <source>The API is not open to the network</source>
            <translation>Die API ist nicht für das Netzwerk geöffnet</translation>
        </message>
        <message>
            <location filename="../../app/api/server.py" />
            <source>Port {port} cannot be opened: {reason}.</source>
            <translation>Port {port} kann nicht geöffnet werden: {reason}.</translation>
        </message>
        <message>
            <location filename="../../app/api/server.py" />
            <source>Choose another port with --api-port.</source>
            <translation>Wählen Sie mit --api-port einen anderen Port.</translation>
        </message>
        <message>
            <location filename="../../app/api/server.py" />
            <source>The API cannot start</source>
            <translation>Die API kann nicht starten</translation>
        </message>
        <message>
            <location filename="../../app/api/server.py" />
            <source>another program</source>
            <translation>ein anderes Programm</translation>
        </message>
        <message>
            <location filename="../../app/api/server.py" />
            <source>Port {port} is in use</source>
            <translation>Port {port} ist belegt</translation>
        </message>
        <message>
            <location filename="../../app/api/server.py" />
            <source>Port {port} of this computer is used by {owner}.</source>
            <translation>Port {port} dieses Computers ist belegt durch {owner}.</translation>
        </message>
        <message>
            <location filename="../../app/api/server.py" />
            <source>End that program, or start Hearth with another port: --api-port {other}.</source>
            <translation>Beenden Sie dieses Programm oder starten Sie Hearth mit einem anderen Port: --api-port {other}.</translation>
        </message>
        <message>
            <location filename="../../app/domain/asked.py" />
            <location filename="../../app/ui/chat/heard.py" />
            <source>waiting for a turn: next</source>
            <translation>wartet, bis es an der Reihe ist – als Nächstes</translation>
        </message>
        <message>
            <location filename="../../app/domain/asked.py" />
            <location filename="../../app/ui/chat/heard.py" />
            <source>waiting for a turn: {count} request is before this one</source>
            <translation>wartet, bis es an der Reihe ist – {count} Anfrage ist vorher dran</translation>
        </message>
        <message>
            <location filename="../../app/domain/asked.py" />
            <location filename="../../app/ui/chat/heard.py" />
            <source>waiting for a turn: {count} requests are before this one</source>
            <translation>wartet, bis es an der Reihe ist – {count} Anfragen sind vorher dran</translation>
        </message>
        <message>
            <location filename="../../app/domain/compatibility.py" />
            <source>Update this laptop to share its memory</source>
            <translation>Aktualisieren Sie diesen Laptop, um seinen Arbeitsspeicher zu teilen</translation>
        </message>
        <message>
            <location filename="../../app/domain/compatibility.py" />
            <source>it runs another version of Hearth; update {name}</source>
            <translation>dort läuft eine andere Version von Hearth; aktualisieren Sie {name}</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>{title}.</source>
            <translation>{title}.</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>{title}, and {count} more.</source>
            <translation>{title} (und {count} mehr).</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>Nothing is wrong: {count} other device is connected.</source>
            <translation>Alles in Ordnung: {count} anderes Gerät ist verbunden.</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>Nothing is wrong: {count} other devices are connected.</source>
            <translation>Alles in Ordnung: {count} andere Geräte sind verbunden.</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>Nothing wrong was found here.</source>
            <translation>Hier wurde kein Fehler gefunden.</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>Nothing is wrong</source>
            <translation>Alles in Ordnung</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>This device is connected with no network.</source>
            <translation>Dieses Gerät ist mit keinem Netzwerk verbunden.</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>Connect it with the Wi-Fi or the cable that the other devices use.</source>
            <translation>Verbinden Sie es mit dem WLAN oder dem Kabel, das die anderen Geräte benutzen.</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>In no swarm</source>
            <translation>In keinem Schwarm</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>This device is in no swarm, so it looks for nobody.</source>
            <translation>Dieses Gerät ist in keinem Schwarm und sucht deshalb niemanden.</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>Paste the token of another device here, or invite one.</source>
            <translation>Fügen Sie hier den Token eines anderen Geräts ein oder laden Sie eines ein.</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>A firewall on this device blocks discovery</source>
            <translation>Eine Firewall auf diesem Gerät blockiert die Suche</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>What this device announces at UDP port 5353 does not even come back to itself ({error}).</source>
            <translation>Was dieses Gerät über UDP-Port 5353 bekannt gibt, kommt nicht einmal bei ihm selbst wieder an ({error}).</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>What this device announces at UDP port 5353 does not even come back to itself.</source>
            <translation>Was dieses Gerät über UDP-Port 5353 bekannt gibt, kommt nicht einmal bei ihm selbst wieder an.</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>Allow UDP port 5353 (mDNS) in this device's firewall or security software. {by_hand}</source>
            <translation>Erlauben Sie UDP-Port 5353 (mDNS) in der Firewall oder Sicherheitssoftware dieses Geräts. {by_hand}</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>Nobody else is heard in this network</source>
            <translation>In diesem Netzwerk ist sonst niemand zu hören</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>This device announces itself, but nothing of any other device comes at UDP port 5353. The network keeps devices apart (a guest network, client isolation), the others' firewalls do, or they are elsewhere.</source>
            <translation>Dieses Gerät meldet sich im Netzwerk, aber von keinem anderen Gerät kommt etwas an UDP-Port 5353 an. Entweder hält das Netzwerk die Geräte voneinander getrennt (Gastnetz, Client-Isolierung), oder die Firewalls der anderen tun es, oder die anderen sind anderswo.</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>Put all devices into the same network, not the guest one, and allow UDP port 5353 on them. {by_hand}</source>
            <translation>Bringen Sie alle Geräte in dasselbe Netzwerk, nicht ins Gastnetz, und erlauben Sie auf ihnen UDP-Port 5353. {by_hand}</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>A device with another token is here</source>
            <translation>Hier ist ein Gerät mit einem anderen Token</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>Hearth runs in this network with another token too.</source>
            <translation>In diesem Netzwerk läuft Hearth auch mit einem anderen Token.</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>If that is one of your devices: leave the swarm on it, and join again with this swarm's token.</source>
            <translation>Wenn das eines Ihrer Geräte ist: Verlassen Sie dort den Schwarm und treten Sie mit dem Token dieses Schwarms wieder bei.</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>A device without this swarm's token knocks</source>
            <translation>Ein Gerät ohne den Token dieses Schwarms klopft an</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>{strangers} tried to connect and holds no key of this swarm: it has another token, an old one, or was removed.</source>
            <translation>Ein Verbindungsversuch kam von {strangers}, ohne Schlüssel dieses Schwarms: mit einem anderen oder alten Token, oder das Gerät wurde entfernt.</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>A VPN carries this device's traffic</source>
            <translation>Der Datenverkehr dieses Geräts läuft über ein VPN</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>Traffic leaves by {name} ({host}); many VPNs cut off the local network.</source>
            <translation>Der Datenverkehr läuft über {name} ({host}); viele VPNs trennen das lokale Netzwerk ab.</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>Switch the VPN off, or allow local network access in it. {by_hand}</source>
            <translation>Schalten Sie das VPN aus oder erlauben Sie darin den Zugriff auf das lokale Netzwerk. {by_hand}</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>Others cannot connect to this device</source>
            <translation>Andere können sich nicht mit diesem Gerät verbinden</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>{names} cannot connect to TCP port {link_port} of this device: a firewall or a router blocks it. Where this device connects to the others, it works nevertheless.</source>
            <translation>Keine Verbindung von {names} zum TCP-Port {link_port} dieses Geräts: Eine Firewall oder ein Router blockiert ihn. Wo sich dieses Gerät selbst mit den anderen verbindet, funktioniert es trotzdem.</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>Allow TCP port {link_port} in this device's firewall; the setting listen_port keeps it the same.</source>
            <translation>Erlauben Sie TCP-Port {link_port} in der Firewall dieses Geräts; mit der Einstellung listen_port bleibt er immer gleich.</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>The clocks of {name} and this device differ</source>
            <translation>Die Uhren von {name} und diesem Gerät weichen voneinander ab</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>The clock of {name} is {minutes} minutes ahead of this one. Invite codes may look expired.</source>
            <translation>Die Uhr von {name} geht gegenüber dieser {minutes} Minuten vor. Einladungscodes können deshalb abgelaufen erscheinen.</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>The clock of {name} is {minutes} minutes behind this one. Invite codes may look expired.</source>
            <translation>Die Uhr von {name} geht gegenüber dieser {minutes} Minuten nach. Einladungscodes können deshalb abgelaufen erscheinen.</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>Let both set their time by the network.</source>
            <translation>Lassen Sie beide ihre Uhrzeit aus dem Netz beziehen.</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>{name} has another version</source>
            <translation>{name} hat eine andere Version</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>{name} runs Hearth {app_version}, which cannot share memory with this one; chat works.</source>
            <translation>Auf {name} läuft Hearth {app_version}, das mit diesem hier keinen Arbeitsspeicher teilen kann; der Chat funktioniert.</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>Update Hearth on the older of the two.</source>
            <translation>Aktualisieren Sie Hearth auf dem Gerät mit der älteren Version.</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>{address} does not answer</source>
            <translation>{address} antwortet nicht</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>Nobody takes connections there: {reason}</source>
            <translation>Dort nimmt niemand Verbindungen an: {reason}</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>Check host and port. The port is that of the link (listen_port on the other device), and its router must pass it on when it is in another network.</source>
            <translation>Prüfen Sie Host und Port. Es muss der Verbindungsport sein (listen_port auf dem anderen Gerät), und wenn das Gerät in einem anderen Netzwerk ist, muss dessen Router ihn weiterleiten.</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>At {address} is no member of this swarm</source>
            <translation>Unter {address} ist kein Mitglied dieses Schwarms</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>Something answers there, but not as a member: {reason}</source>
            <translation>Dort antwortet etwas, aber nicht als Mitglied: {reason}</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>Check the port, and that the device there has this swarm's token.</source>
            <translation>Prüfen Sie den Port und ob das Gerät dort den Token dieses Schwarms hat.</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>{address} is this device</source>
            <translation>{address} ist dieses Gerät</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>The address leads to this device itself.</source>
            <translation>Die Adresse führt zu diesem Gerät selbst.</translation>
        </message>
        <message>
            <location filename="../../app/domain/diagnosis.py" />
            <source>Give it to the others instead.</source>
            <translation>Geben Sie sie stattdessen den anderen.</translation>
        </message>
        <message>
            <location filename="../../app/domain/finding.py" />
            <source>An address given by hand always works.</source>
            <translation>Eine von Hand eingegebene Adresse funktioniert immer.</translation>
        </message>
        <message>
            <location filename="../../app/domain/finding.py" />
            <source>{name} is reached through another device</source>
            <translation>{name} ist nur über ein anderes Gerät zu erreichen</translation>
        </message>
        <message>
            <location filename="../../app/domain/finding.py" />
            <source>No direct connection with {name} could be made; a third device passes on what is sent.</source>
            <translation>Eine direkte Verbindung mit {name} kam nicht zustande; ein drittes Gerät leitet weiter, was gesendet wird.</translation>
        </message>
        <message>
            <location filename="../../app/domain/finding.py" />
            <source>It works, but slower. Open the link's port at one of the two routers for a direct connection.</source>
            <translation>Es funktioniert, aber langsamer. Für eine direkte Verbindung öffnen Sie den Verbindungsport an einem der beiden Router.</translation>
        </message>
        <message>
            <location filename="../../app/domain/finding.py" />
            <source>an unknown address</source>
            <translation>einer unbekannten Adresse</translation>
        </message>
        <message>
            <location filename="../../app/domain/finding.py" />
            <source>{name} answers, but not as a member</source>
            <translation>{name} antwortet, aber nicht als Mitglied</translation>
        </message>
        <message>
            <location filename="../../app/domain/finding.py" />
            <source>Something takes connections at {where}, but it does not prove to be {name}: another device has its address now, or it has another token.</source>
            <translation>Unter {where} nimmt etwas Verbindungen an, weist sich aber nicht als {name} aus: Ein anderes Gerät hat jetzt diese Adresse, oder der Token dort ist ein anderer.</translation>
        </message>
        <message>
            <location filename="../../app/domain/finding.py" />
            <source>Look at the token on {name}.</source>
            <translation>Prüfen Sie den Token auf {name}.</translation>
        </message>
        <message>
            <location filename="../../app/domain/finding.py" />
            <source>Hearth does not run on {name}</source>
            <translation>Hearth läuft nicht auf {name}</translation>
        </message>
        <message>
            <location filename="../../app/domain/finding.py" />
            <source>The machine at {where} answers, but nothing listens at the port that {name} had.</source>
            <translation>Der Rechner unter {where} antwortet, aber an dem Port, den {name} hatte, ist nichts erreichbar.</translation>
        </message>
        <message>
            <location filename="../../app/domain/finding.py" />
            <source>Start Hearth on {name}.</source>
            <translation>Starten Sie Hearth auf {name}.</translation>
        </message>
        <message>
            <location filename="../../app/domain/finding.py" />
            <source>{name} is in another network</source>
            <translation>{name} ist in einem anderen Netzwerk</translation>
        </message>
        <message>
            <location filename="../../app/domain/finding.py" />
            <source>{name} was last at {where}, which is in no network of this device, and does not answer there.</source>
            <translation>{name} war zuletzt unter {where} zu erreichen. Das liegt in keinem Netzwerk dieses Geräts, und von dort kommt keine Antwort.</translation>
        </message>
        <message>
            <location filename="../../app/domain/finding.py" />
            <source>Bring both into one network. {by_hand}</source>
            <translation>Bringen Sie beide in ein gemeinsames Netzwerk. {by_hand}</translation>
        </message>
        <message>
            <location filename="../../app/domain/finding.py" />
            <source>{name} does not answer</source>
            <translation>{name} antwortet nicht</translation>
        </message>
        <message>
            <location filename="../../app/domain/finding.py" />
            <source>Nothing comes back from {where}. It is switched off or asleep, or a firewall on it drops connections.</source>
            <translation>Von {where} kommt nichts zurück. Das Gerät ist ausgeschaltet oder im Ruhezustand, oder seine Firewall verwirft Verbindungen.</translation>
        </message>
        <message>
            <location filename="../../app/domain/finding.py" />
            <source>Wake it; if it is awake, allow Hearth in its firewall. {by_hand}</source>
            <translation>Wecken Sie es auf; wenn es wach ist, erlauben Sie Hearth in seiner Firewall. {by_hand}</translation>
        </message>
        <message>
            <location filename="../../app/domain/hub_choice.py" />
            <source>No usable model there</source>
            <translation>Dort ist kein brauchbares Modell</translation>
        </message>
        <message>
            <location filename="../../app/domain/hub_choice.py" />
            <source>{repository} has no files in the GGUF format.</source>
            <translation>{repository} enthält keine Dateien im GGUF-Format.</translation>
        </message>
        <message>
            <location filename="../../app/domain/hub_choice.py" />
            <source>Look for a repository with GGUF in its name: hearth models search NAME.</source>
            <translation>Suchen Sie ein Repository mit GGUF im Namen: „hearth models search NAME“.</translation>
        </message>
        <message>
            <location filename="../../app/domain/hub_choice.py" />
            <source>{model} is the largest that fits {node_name} comfortably.</source>
            <translation>{model} ist das größte, das gut auf {node_name} passt.</translation>
        </message>
        <message>
            <location filename="../../app/domain/hub_choice.py" />
            <source>{model} is the largest that fits comfortably, split over {names}.</source>
            <translation>{model} ist das größte, das gut passt, verteilt auf {names}.</translation>
        </message>
        <message>
            <location filename="../../app/domain/hub_choice.py" />
            <source>None fits comfortably; {usual} is what most people take.</source>
            <translation>Keines passt gut; {usual} nehmen die meisten.</translation>
        </message>
        <message>
            <location filename="../../app/domain/hub_choice.py" />
            <source>None fits comfortably; {model} is the smallest.</source>
            <translation>Keines passt gut; {model} ist das kleinste.</translation>
        </message>
        <message>
            <location filename="../../app/domain/hub_choice.py" />
            <source>No such quantization</source>
            <translation>Unbekannte Quantisierung</translation>
        </message>
        <message>
            <location filename="../../app/domain/hub_choice.py" />
            <source>{repository} has no {wanted}.</source>
            <translation>{repository} enthält {wanted} nicht.</translation>
        </message>
        <message>
            <location filename="../../app/domain/hub_choice.py" />
            <source>There is: {labels}.</source>
            <translation>Es gibt: {labels}.</translation>
        </message>
        <message>
            <location filename="../../app/domain/hub_source.py" />
            <source>Not the name of a repository</source>
            <translation>Kein Name eines Repositorys</translation>
        </message>
        <message>
            <location filename="../../app/domain/hub_source.py" />
            <source>"{shown}" names no repository.</source>
            <translation>„{shown}“ bezeichnet kein Repository.</translation>
        </message>
        <message>
            <location filename="../../app/domain/hub_source.py" />
            <source>A repository is an owner, a slash and a name, such as Qwen/Qwen3-8B-GGUF; behind a colon may stand which quantization, such as Qwen/Qwen3-8B-GGUF:Q4_K_M.</source>
            <translation>Ein Repository besteht aus Besitzer, Schrägstrich und Name, etwa Qwen/Qwen3-8B-GGUF; hinter einem Doppelpunkt kann die gewünschte Quantisierung stehen, etwa Qwen/Qwen3-8B-GGUF:Q4_K_M.</translation>
        </message>
        <message>
            <location filename="../../app/domain/improvement.py" />
            <source>Conversations may have {more} tokens instead of {fewer}.</source>
            <translation>Unterhaltungen dürfen {more} Token lang werden statt {fewer}.</translation>
        </message>
        <message>
            <location filename="../../app/domain/improvement.py" />
            <source>It is spread over {devices} devices, to show all of them at work.</source>
            <translation>Es ist auf {devices} Geräte verteilt, um alle bei der Arbeit zu zeigen.</translation>
        </message>
        <message>
            <location filename="../../app/domain/improvement.py" />
            <source>It fits {node_name} whole: no word has to travel to another device.</source>
            <translation>Es passt ganz auf {node_name}: Kein Wort muss zu einem anderen Gerät.</translation>
        </message>
        <message>
            <location filename="../../app/domain/improvement.py" />
            <source>It fits the graphics card of {node_name}.</source>
            <translation>Es passt auf die Grafikkarte von {node_name}.</translation>
        </message>
        <message>
            <location filename="../../app/domain/improvement.py" />
            <source>Words come about {gain} times as fast: {count} other device instead of {before}.</source>
            <translation>Wörter kommen etwa {gain}-mal so schnell: {count} anderes Gerät statt {before}.</translation>
        </message>
        <message>
            <location filename="../../app/domain/improvement.py" />
            <source>Words come about {gain} times as fast: {count} other devices instead of {before}.</source>
            <translation>Wörter kommen etwa {gain}-mal so schnell: {count} andere Geräte statt {before}.</translation>
        </message>
        <message>
            <location filename="../../app/domain/improvement.py" />
            <source>Prompts are read about {gain} times as fast: {count} layer on a device at most, not {before}.</source>
            <translation>Eingaben werden etwa {gain}-mal so schnell gelesen: höchstens {count} Schicht auf einem Gerät, nicht {before}.</translation>
        </message>
        <message>
            <location filename="../../app/domain/improvement.py" />
            <source>Prompts are read about {gain} times as fast: {count} layers on a device at most, not {before}.</source>
            <translation>Eingaben werden etwa {gain}-mal so schnell gelesen: höchstens {count} Schichten auf einem Gerät, nicht {before}.</translation>
        </message>
        <message>
            <location filename="../../app/domain/invite_code.py" />
            <source>Compare it with the code on the other device.</source>
            <translation>Vergleichen Sie ihn mit dem Code auf dem anderen Gerät.</translation>
        </message>
        <message>
            <location filename="../../app/domain/invite_code.py" />
            <source>This text holds two different invite codes.</source>
            <translation>Dieser Text enthält zwei verschiedene Einladungscodes.</translation>
        </message>
        <message>
            <location filename="../../app/domain/invite_code.py" />
            <source>Two different codes</source>
            <translation>Zwei verschiedene Codes</translation>
        </message>
        <message>
            <location filename="../../app/domain/invite_code.py" />
            <source>Paste only the newer one.</source>
            <translation>Fügen Sie nur den neueren ein.</translation>
        </message>
        <message>
            <location filename="../../app/domain/invite_code.py" />
            <source>The number of a code has four digits, as in {example}.</source>
            <translation>Die Zahl eines Codes hat vier Ziffern, wie in {example}.</translation>
        </message>
        <message>
            <location filename="../../app/domain/invite_code.py" />
            <source>“{word}” is not a word of invite codes.</source>
            <translation>„{word}“ ist kein Wort, das in Einladungscodes vorkommt.</translation>
        </message>
        <message>
            <location filename="../../app/domain/invite_code.py" />
            <source>Did you mean “{word}”?</source>
            <translation>Meinten Sie „{word}“?</translation>
        </message>
        <message>
            <location filename="../../app/domain/invite_code.py" />
            <source>The code is not complete</source>
            <translation>Der Code ist nicht vollständig</translation>
        </message>
        <message>
            <location filename="../../app/domain/invite_code.py" />
            <source>A code is a number and {count} words, as in {example}.</source>
            <translation>Ein Code besteht aus einer Zahl und {count} Wörtern, wie in {example}.</translation>
        </message>
        <message>
            <location filename="../../app/domain/invite_code.py" />
            <source>The code is mistyped</source>
            <translation>Der Code enthält einen Tippfehler</translation>
        </message>
        <message>
            <location filename="../../app/domain/load.py" />
            <source>takes no requests of others now: its owner has paused sharing</source>
            <translation>nimmt zurzeit keine Anfragen von anderen an – sein Besitzer hat das Teilen pausiert</translation>
        </message>
        <message>
            <location filename="../../app/domain/load.py" />
            <source>takes no requests of others while it runs on battery</source>
            <translation>nimmt im Akkubetrieb keine Anfragen von anderen an</translation>
        </message>
        <message>
            <location filename="../../app/domain/load.py" />
            <source>is about to leave</source>
            <translation>meldet sich gleich ab</translation>
        </message>
        <message>
            <location filename="../../app/domain/plan.py" />
            <source>No device that is there now has {name} on disk.</source>
            <translation>Kein Gerät, das gerade da ist, hat {name} auf der Festplatte.</translation>
        </message>
        <message>
            <location filename="../../app/domain/plan.py" />
            <source>its round trip of {rtt_ms} ms would slow every word</source>
            <translation>seine Antwortzeit von {rtt_ms} ms würde jedes Wort verzögern</translation>
        </message>
        <message>
            <location filename="../../app/domain/plan.py" />
            <source>it lends no memory now</source>
            <translation>es teilt zurzeit keinen Arbeitsspeicher</translation>
        </message>
        <message>
            <location filename="../../app/domain/plan.py" />
            <source>its llama.cpp speaks RPC {version}, {name} speaks {other}; update Hearth on the older one</source>
            <translation>sein llama.cpp spricht RPC {version}, {name} spricht {other}; aktualisieren Sie Hearth auf dem älteren</translation>
        </message>
        <message>
            <location filename="../../app/domain/plan.py" />
            <source>the {offered} free there hold no layer</source>
            <translation>in die {offered}, die dort frei sind, passt keine Schicht</translation>
        </message>
        <message>
            <location filename="../../app/domain/plan_words.py" />
            <source>It fits {name} whole: it needs {needed} of the {free} free there, and one machine answers fastest alone.</source>
            <translation>Es passt ganz auf {name}: Es braucht {needed} von {free}, die dort frei sind, und ein Gerät allein antwortet am schnellsten.</translation>
        </message>
        <message>
            <location filename="../../app/domain/plan_words.py" />
            <source>{name} {count} of {all} layers for {free} free</source>
            <translation>{name} {count} von {all} Schichten bei {free} frei</translation>
        </message>
        <message>
            <location filename="../../app/domain/plan_words.py" />
            <source>It needs {needed}, more than the {free} free on {name}, so it is split.</source>
            <translation>Es braucht {needed}, mehr als die {free}, die auf {name} frei sind; deshalb wird es verteilt.</translation>
        </message>
        <message>
            <location filename="../../app/domain/plan_words.py" />
            <source>It needs {needed} and would fit {name}; it is split to show all devices at work.</source>
            <translation>Es braucht {needed} und würde auf {name} passen; es wird verteilt, um alle Geräte bei der Arbeit zu zeigen.</translation>
        </message>
        <message>
            <location filename="../../app/domain/plan_words.py" />
            <source>Layers follow the memory offered: {shares}.</source>
            <translation>Die Schichten richten sich nach dem geteilten Arbeitsspeicher: {shares}.</translation>
        </message>
        <message>
            <location filename="../../app/domain/plan_words.py" />
            <source>{name} has the file, so it runs the model and keeps the output layer.</source>
            <translation>{name} hat die Datei, führt deshalb das Modell aus und behält die Ausgabeschicht.</translation>
        </message>
        <message>
            <location filename="../../app/domain/plan_words.py" />
            <source>{name} needs {needed}; this device offers {offered}: {missing} more is needed.</source>
            <translation>{name} braucht {needed}; dieses Gerät teilt {offered}: Es fehlen noch {missing}.</translation>
        </message>
        <message>
            <location filename="../../app/domain/plan_words.py" />
            <source>{name} needs {needed}; the {count} devices together offer {offered}: {missing} more is needed.</source>
            <translation>{name} braucht {needed}; die {count} Geräte teilen zusammen {offered}: Es fehlen noch {missing}.</translation>
        </message>
        <message>
            <location filename="../../app/domain/plan_words.py" />
            <source>{name} needs {needed} of the {offered} offered, but no way was found to put whole layers where they fit; {head} must keep at least {least} itself.</source>
            <translation>{name} braucht {needed} der geteilten {offered}, aber ganze Schichten ließen sich nirgends passend unterbringen; {head} muss selbst mindestens {least} behalten.</translation>
        </message>
        <message>
            <location filename="../../app/domain/prediction.py" />
            <source>Split over {names}</source>
            <translation>Verteilt auf {names}</translation>
        </message>
        <message>
            <location filename="../../app/domain/prediction.py" />
            <source>Whole on {names}</source>
            <translation>Ganz auf {names}</translation>
        </message>
        <message>
            <location filename="../../app/domain/prediction.py" />
            <source>{where}, once its file is copied there</source>
            <translation>{where}, sobald die Datei dorthin kopiert ist</translation>
        </message>
        <message>
            <location filename="../../app/domain/prediction.py" />
            <source>{where}: {memory} of memory; how fast is not known yet.</source>
            <translation>{where}: {memory} Arbeitsspeicher; wie schnell, ist noch nicht bekannt.</translation>
        </message>
        <message>
            <location filename="../../app/domain/prediction.py" />
            <source>{where}: about {rate}, prompts at {prompt_rate}, {memory} of memory.</source>
            <translation>{where}: etwa {rate}, Eingaben mit {prompt_rate}, {memory} Arbeitsspeicher.</translation>
        </message>
        <message>
            <location filename="../../app/domain/recovery.py" />
            <location filename="../../app/ui/chat/heard.py" />
            <source>{name} left</source>
            <translation>{name} ist nicht mehr da</translation>
        </message>
        <message>
            <location filename="../../app/domain/recovery.py" />
            <location filename="../../app/ui/chat/heard.py" />
            <source>{names} left</source>
            <translation>{names} sind nicht mehr da</translation>
        </message>
        <message>
            <location filename="../../app/domain/recovery.py" />
            <location filename="../../app/ui/chat/heard.py" />
            <source>{name} was quit</source>
            <translation>{name} wurde beendet</translation>
        </message>
        <message>
            <location filename="../../app/domain/recovery.py" />
            <location filename="../../app/ui/chat/heard.py" />
            <source>{names} were quit</source>
            <translation>{names} wurden beendet</translation>
        </message>
        <message>
            <location filename="../../app/domain/recovery.py" />
            <location filename="../../app/ui/chat/heard.py" />
            <source>{name} went to sleep</source>
            <translation>{name} ist im Ruhezustand</translation>
        </message>
        <message>
            <location filename="../../app/domain/recovery.py" />
            <location filename="../../app/ui/chat/heard.py" />
            <source>{names} went to sleep</source>
            <translation>{names} sind im Ruhezustand</translation>
        </message>
        <message>
            <location filename="../../app/domain/recovery.py" />
            <location filename="../../app/ui/chat/heard.py" />
            <location filename="../../app/ui/present/tray.py" />
            <source>{name} left the swarm</source>
            <translation>{name} hat den Schwarm verlassen</translation>
        </message>
        <message>
            <location filename="../../app/domain/recovery.py" />
            <location filename="../../app/ui/chat/heard.py" />
            <source>{names} left the swarm</source>
            <translation>{names} haben den Schwarm verlassen</translation>
        </message>
        <message>
            <location filename="../../app/domain/recovery.py" />
            <location filename="../../app/ui/chat/heard.py" />
            <source>{name} stopped sharing</source>
            <translation>{name} teilt keinen Arbeitsspeicher mehr</translation>
        </message>
        <message>
            <location filename="../../app/domain/recovery.py" />
            <location filename="../../app/ui/chat/heard.py" />
            <source>{names} stopped sharing</source>
            <translation>{names} teilen keinen Arbeitsspeicher mehr</translation>
        </message>
        <message>
            <location filename="../../app/domain/recovery.py" />
            <location filename="../../app/ui/chat/heard.py" />
            <source>{name} lends less now</source>
            <translation>{name} teilt jetzt weniger Arbeitsspeicher</translation>
        </message>
        <message>
            <location filename="../../app/domain/recovery.py" />
            <location filename="../../app/ui/chat/heard.py" />
            <source>{names} lend less now</source>
            <translation>{names} teilen jetzt weniger Arbeitsspeicher</translation>
        </message>
        <message>
            <location filename="../../app/domain/recovery.py" />
            <location filename="../../app/ui/chat/heard.py" />
            <source>the part of {name} on {devices} stopped</source>
            <translation>der Teil von {name} auf {devices} ist ausgefallen</translation>
        </message>
        <message>
            <location filename="../../app/domain/recovery.py" />
            <location filename="../../app/ui/chat/heard.py" />
            <source>{name} stopped</source>
            <translation>{name} ist ausgefallen</translation>
        </message>
        <message>
            <location filename="../../app/domain/recovery.py" />
            <location filename="../../app/ui/chat/heard.py" />
            <source>{cause}; reading the conversation again</source>
            <translation>{cause}; die Unterhaltung wird neu gelesen</translation>
        </message>
        <message>
            <location filename="../../app/domain/recovery.py" />
            <location filename="../../app/ui/chat/heard.py" />
            <source>{cause}; planning again</source>
            <translation>{cause}; es wird neu geplant</translation>
        </message>
        <message>
            <location filename="../../app/domain/recovery.py" />
            <location filename="../../app/ui/chat/heard.py" />
            <source>{cause}; loading {name} again</source>
            <translation>{cause}; {name} wird neu geladen</translation>
        </message>
        <message>
            <location filename="../../app/domain/recovery.py" />
            <location filename="../../app/ui/chat/heard.py" />
            <source>{count} layer of {name} to {holder}</source>
            <translation>{count} Schicht von {name} auf {holder}</translation>
        </message>
        <message>
            <location filename="../../app/domain/recovery.py" />
            <location filename="../../app/ui/chat/heard.py" />
            <source>{count} layers of {name} to {holder}</source>
            <translation>{count} Schichten von {name} auf {holder}</translation>
        </message>
        <message>
            <location filename="../../app/domain/recovery.py" />
            <location filename="../../app/ui/chat/heard.py" />
            <source>{count} to {holder}</source>
            <translation>{count} auf {holder}</translation>
        </message>
        <message>
            <location filename="../../app/domain/recovery.py" />
            <location filename="../../app/ui/chat/heard.py" />
            <source>{cause}; moving {places}</source>
            <translation>{cause}; wird verschoben: {places}</translation>
        </message>
        <message>
            <location filename="../../app/domain/roster.py" />
            <location filename="../../app/node/library.py" />
            <location filename="../../app/node/view.py" />
            <source>another device</source>
            <translation>ein anderes Gerät</translation>
        </message>
        <message>
            <location filename="../../app/domain/route.py" />
            <location filename="../../app/node/answers.py" />
            <source>{name} {obstacle}.</source>
            <translation>{name} {obstacle}.</translation>
        </message>
        <message>
            <location filename="../../app/domain/route.py" />
            <source>All devices that have this model are busy, and too many requests wait already.</source>
            <translation>Alle Geräte, die dieses Modell haben, sind beschäftigt, und es warten schon zu viele Anfragen.</translation>
        </message>
        <message>
            <location filename="../../app/domain/route.py" />
            <source>{reason}; chosen by chance</source>
            <translation>{reason}; durch Zufall gewählt</translation>
        </message>
        <message>
            <location filename="../../app/domain/route.py" />
            <source>This computer does not have this model, and only it may answer.</source>
            <translation>Dieser Computer hat dieses Modell nicht, und nur er darf antworten.</translation>
        </message>
        <message>
            <location filename="../../app/domain/route.py" />
            <source>{target_node} is not there, or does not have this model.</source>
            <translation>{target_node} ist nicht da oder hat dieses Modell nicht.</translation>
        </message>
        <message>
            <location filename="../../app/domain/route.py" />
            <source>No device that is there now has this model.</source>
            <translation>Kein Gerät, das jetzt da ist, hat dieses Modell.</translation>
        </message>
        <message>
            <location filename="../../app/domain/route.py" />
            <source>the loaded copy is busy</source>
            <translation>das geladene Exemplar ist beschäftigt</translation>
        </message>
        <message>
            <location filename="../../app/domain/route.py" />
            <source>all {count} loaded copies are busy</source>
            <translation>alle {count} geladenen Exemplare sind beschäftigt</translation>
        </message>
        <message>
            <location filename="../../app/domain/route.py" />
            <source>{busy}; {name} is loading it too; that is sooner than waiting</source>
            <translation>{busy}; {name} lädt es auch gerade; das geht schneller als zu warten</translation>
        </message>
        <message>
            <location filename="../../app/domain/route.py" />
            <source>{busy}; {name} has the file and room; that is sooner than waiting</source>
            <translation>{busy}; {name} hat die Datei und Platz dafür; das geht schneller als zu warten</translation>
        </message>
        <message>
            <location filename="../../app/domain/route.py" />
            <source>{free} of {count} slot free</source>
            <translation>{free} von {count} Platz frei</translation>
        </message>
        <message>
            <location filename="../../app/domain/route.py" />
            <source>{free} of {count} slots free</source>
            <translation>{free} von {count} Plätzen frei</translation>
        </message>
        <message>
            <location filename="../../app/domain/route.py" />
            <source>busy; {count} request waits there</source>
            <translation>beschäftigt; {count} Anfrage wartet dort</translation>
        </message>
        <message>
            <location filename="../../app/domain/route.py" />
            <source>busy; {count} requests wait there</source>
            <translation>beschäftigt; {count} Anfragen warten dort</translation>
        </message>
        <message>
            <location filename="../../app/domain/route.py" />
            <source>it has read the beginning of this conversation</source>
            <translation>es hat den Anfang dieser Unterhaltung schon gelesen</translation>
        </message>
        <message>
            <location filename="../../app/domain/route.py" />
            <source>the soonest of {count}</source>
            <translation>am frühesten von {count}</translation>
        </message>
        <message>
            <location filename="../../app/domain/route.py" />
            <source>{reason}; {more}</source>
            <translation>{reason}; {more}</translation>
        </message>
        <message>
            <location filename="../../app/domain/route.py" />
            <source>loaded here</source>
            <translation>hier geladen</translation>
        </message>
        <message>
            <location filename="../../app/domain/route.py" />
            <source>loaded on {name}</source>
            <translation>auf {name} geladen</translation>
        </message>
        <message>
            <location filename="../../app/domain/route.py" />
            <source>being loaded here</source>
            <translation>wird hier gerade geladen</translation>
        </message>
        <message>
            <location filename="../../app/domain/route.py" />
            <source>being loaded on {name}</source>
            <translation>wird auf {name} gerade geladen</translation>
        </message>
        <message>
            <location filename="../../app/domain/route.py" />
            <source>on disk here; it fits there whole</source>
            <translation>hier auf der Festplatte; es passt dort ganz hinein</translation>
        </message>
        <message>
            <location filename="../../app/domain/route.py" />
            <source>on disk on {name}; it fits there whole</source>
            <translation>auf {name} auf der Festplatte; es passt dort ganz hinein</translation>
        </message>
        <message>
            <location filename="../../app/domain/route.py" />
            <source>on disk here; to be spread over several devices</source>
            <translation>hier auf der Festplatte; wird auf mehrere Geräte verteilt</translation>
        </message>
        <message>
            <location filename="../../app/domain/route.py" />
            <source>on disk on {name}; to be spread over several devices</source>
            <translation>auf {name} auf der Festplatte; wird auf mehrere Geräte verteilt</translation>
        </message>
        <message>
            <location filename="../../app/domain/willing.py" />
            <source>it lends memory from {begin} to {end} only</source>
            <translation>es teilt Arbeitsspeicher nur von {begin} bis {end}</translation>
        </message>
        <message>
            <location filename="../../app/domain/willing.py" />
            <source>it is on battery</source>
            <translation>es läuft im Akkubetrieb</translation>
        </message>
        <message>
            <location filename="../../app/domain/willing.py" />
            <source>it cannot know whether somebody is using it</source>
            <translation>es kann nicht wissen, ob es gerade jemand benutzt</translation>
        </message>
        <message>
            <location filename="../../app/domain/willing.py" />
            <source>somebody is using it</source>
            <translation>es wird gerade von jemandem benutzt</translation>
        </message>
        <message>
            <location filename="../../app/domain/words.py" />
            <location filename="../../app/ui/chat/heard.py" />
            <source>{figure} B</source>
            <translation>{figure} B</translation>
        </message>
        <message>
            <location filename="../../app/domain/words.py" />
            <location filename="../../app/ui/chat/heard.py" />
            <source>{figure} kB</source>
            <translation>{figure} kB</translation>
        </message>
        <message>
            <location filename="../../app/domain/words.py" />
            <location filename="../../app/ui/chat/heard.py" />
            <source>{figure} MB</source>
            <translation>{figure} MB</translation>
        </message>
        <message>
            <location filename="../../app/domain/words.py" />
            <location filename="../../app/ui/chat/heard.py" />
            <source>{figure} GB</source>
            <translation>{figure} GB</translation>
        </message>
        <message>
            <location filename="../../app/domain/words.py" />
            <location filename="../../app/ui/chat/heard.py" />
            <source>{figure} TB</source>
            <translation>{figure} TB</translation>
        </message>
        <message>
            <location filename="../../app/domain/words.py" />
            <source>{figure} PB</source>
            <translation>{figure} PB</translation>
        </message>
        <message>
            <location filename="../../app/domain/words.py" />
            <source>{part} of {whole}</source>
            <translation>{part} von {whole}</translation>
        </message>
        <message>
            <location filename="../../app/domain/words.py" />
            <location filename="../../app/ui/present/models.py" />
            <source>output</source>
            <translation>Ausgabe</translation>
        </message>
        <message>
            <location filename="../../app/domain/words.py" />
            <source>no layers</source>
            <translation>keine Schichten</translation>
        </message>
        <message>
            <location filename="../../app/domain/words.py" />
            <source>layer {number}</source>
            <translation>Schicht {number}</translation>
        </message>
        <message>
            <location filename="../../app/domain/words.py" />
            <source>layers {first}–{last}</source>
            <translation>Schichten {first}–{last}</translation>
        </message>
        <message>
            <location filename="../../app/domain/words.py" />
            <source>{layers} and output</source>
            <translation>{layers} und Ausgabe</translation>
        </message>
        <message>
            <location filename="../../app/domain/words.py" />
            <source>{rate} tokens/s</source>
            <translation>{rate} Token/s</translation>
        </message>
        <message>
            <location filename="../../app/domain/words.py" />
            <location filename="../../app/ui/chat/heard.py" />
            <source>about {seconds} s left</source>
            <translation>noch etwa {seconds} s</translation>
        </message>
        <message>
            <location filename="../../app/domain/words.py" />
            <location filename="../../app/ui/chat/heard.py" />
            <source>about {minutes} min left</source>
            <translation>noch etwa {minutes} min</translation>
        </message>
        <message>
            <location filename="../../app/domain/words.py" />
            <location filename="../../app/ui/chat/heard.py" />
            <source>about {hours} h left</source>
            <translation>noch etwa {hours} h</translation>
        </message>
        <message>
            <location filename="../../app/domain/words.py" />
            <location filename="../../app/ui/chat/heard.py" />
            <source>{others} and {last}</source>
            <translation>{others} und {last}</translation>
        </message>
        <message>
            <location filename="../../app/domain/words.py" />
            <location filename="../../app/ui/chat/heard.py" />
            <source>{first}, {next}</source>
            <translation>{first}, {next}</translation>
        </message>
        <message>
            <location filename="../../app/domain/words.py" />
            <source>{first} {next}</source>
            <translation>{first} {next}</translation>
        </message>
        <message>
            <location filename="../../app/engine/assignment.py" />
            <source>llama.cpp did not say where it put the output layer.</source>
            <translation>llama.cpp hat nicht gesagt, wo es die Ausgabeschicht abgelegt hat.</translation>
        </message>
        <message>
            <location filename="../../app/engine/assignment.py" />
            <source>llama.cpp did not say where it put layer {layer}.</source>
            <translation>llama.cpp hat nicht gesagt, wo es Schicht {layer} abgelegt hat.</translation>
        </message>
        <message>
            <location filename="../../app/engine/assignment.py" />
            <source>the output layer was to be on {wanted} but is on {found}.</source>
            <translation>die Ausgabeschicht sollte auf {wanted} sein, ist aber auf {found}.</translation>
        </message>
        <message>
            <location filename="../../app/engine/assignment.py" />
            <source>layer {layer} was to be on {wanted} but is on {found}.</source>
            <translation>Schicht {layer} sollte auf {wanted} sein, ist aber auf {found}.</translation>
        </message>
        <message>
            <location filename="../../app/engine/assignment.py" />
            <source>llama.cpp placed layer {layer}, which the plan does not have.</source>
            <translation>llama.cpp hat Schicht {layer} abgelegt, die es im Plan nicht gibt.</translation>
        </message>
        <message>
            <location filename="../../app/engine/failures.py" />
            <source>{model} is of the architecture {architecture}, which this build of llama.cpp does not know.</source>
            <translation>{model} hat die Architektur {architecture}, die diese Version von llama.cpp nicht kennt.</translation>
        </message>
        <message>
            <location filename="../../app/engine/failures.py" />
            <location filename="../../app/engine/gguf.py" />
            <source>A newer Hearth may know it.</source>
            <translation>Eine neuere Version von Hearth kennt sie vielleicht.</translation>
        </message>
        <message>
            <location filename="../../app/engine/failures.py" />
            <source>{device} did not give the memory that {model} needs there.</source>
            <translation>{device} hat den Arbeitsspeicher nicht bereitgestellt, den {model} dort braucht.</translation>
        </message>
        <message>
            <location filename="../../app/engine/failures.py" />
            <source>Free or offer more memory on it, or choose a smaller model or context.</source>
            <translation>Machen Sie dort mehr Arbeitsspeicher frei, teilen Sie dort mehr oder wählen Sie ein kleineres Modell oder eine kürzere Unterhaltung.</translation>
        </message>
        <message>
            <location filename="../../app/engine/failures.py" />
            <source>{model} needs more memory than this machine has free.</source>
            <translation>{model} braucht mehr Arbeitsspeicher, als auf diesem Computer frei ist.</translation>
        </message>
        <message>
            <location filename="../../app/engine/failures.py" />
            <source>Close other programs, or choose a smaller model or context.</source>
            <translation>Schließen Sie andere Programme oder wählen Sie ein kleineres Modell oder eine kürzere Unterhaltung.</translation>
        </message>
        <message>
            <location filename="../../app/engine/failures.py" />
            <source>A device that holds layers of {model} went away.</source>
            <translation>Ein Gerät, das Schichten von {model} hält, ist nicht mehr da.</translation>
        </message>
        <message>
            <location filename="../../app/engine/failures.py" />
            <source>Try again when it is back.</source>
            <translation>Versuchen Sie es noch einmal, wenn es wieder da ist.</translation>
        </message>
        <message>
            <location filename="../../app/engine/failures.py" />
            <source>A device that is to hold layers of {model} runs another version of llama.cpp.</source>
            <translation>Auf einem Gerät, das Schichten von {model} halten soll, läuft eine andere Version von llama.cpp.</translation>
        </message>
        <message>
            <location filename="../../app/engine/failures.py" />
            <source>Install the same version of Hearth on all devices.</source>
            <translation>Installieren Sie auf allen Geräten dieselbe Version von Hearth.</translation>
        </message>
        <message>
            <location filename="../../app/engine/failures.py" />
            <source>A device that is to hold layers of {model} could not be reached.</source>
            <translation>Ein Gerät, das Schichten von {model} halten soll, war nicht zu erreichen.</translation>
        </message>
        <message>
            <location filename="../../app/engine/failures.py" />
            <source>The file of {model} cannot be opened.</source>
            <translation>Die Datei von {model} kann nicht geöffnet werden.</translation>
        </message>
        <message>
            <location filename="../../app/engine/failures.py" />
            <source>Look whether it is still there and may be read.</source>
            <translation>Prüfen Sie, ob sie noch da ist und gelesen werden darf.</translation>
        </message>
        <message>
            <location filename="../../app/engine/failures.py" />
            <source>The file of {model} is not a GGUF file.</source>
            <translation>Die Datei von {model} ist keine GGUF-Datei.</translation>
        </message>
        <message>
            <location filename="../../app/engine/failures.py" />
            <source>Download it again.</source>
            <translation>Laden Sie sie noch einmal herunter.</translation>
        </message>
        <message>
            <location filename="../../app/engine/failures.py" />
            <source>The file of {model} is damaged or incomplete.</source>
            <translation>Die Datei von {model} ist beschädigt oder unvollständig.</translation>
        </message>
        <message>
            <location filename="../../app/engine/failures.py" />
            <location filename="../../app/engine/gguf.py" />
            <source>Download or copy it again.</source>
            <translation>Laden Sie die Datei noch einmal herunter oder kopieren Sie sie noch einmal.</translation>
        </message>
        <message>
            <location filename="../../app/engine/failures.py" />
            <source>The file of {model} does not hold what a model of its architecture needs.</source>
            <translation>Die Datei von {model} enthält nicht, was ein Modell dieser Architektur braucht.</translation>
        </message>
        <message>
            <location filename="../../app/engine/failures.py" />
            <location filename="../../app/engine/gguf.py" />
            <source>Download it again, or from another source.</source>
            <translation>Laden Sie die Datei noch einmal herunter oder aus einer anderen Quelle.</translation>
        </message>
        <message>
            <location filename="../../app/engine/failures.py" />
            <source>llama-server could not listen at its address.</source>
            <translation>llama-server konnte seine Adresse nicht öffnen.</translation>
        </message>
        <message>
            <location filename="../../app/engine/failures.py" />
            <source>Try again.</source>
            <translation>Versuchen Sie es noch einmal.</translation>
        </message>
        <message>
            <location filename="../../app/engine/failures.py" />
            <source>{model} could not be loaded</source>
            <translation>{model} konnte nicht geladen werden</translation>
        </message>
        <message>
            <location filename="../../app/engine/failures.py" />
            <source>llama-server ended with code {code}: {words}</source>
            <translation>llama-server endete mit Code {code}: {words}</translation>
        </message>
        <message>
            <location filename="../../app/engine/failures.py" />
            <location filename="../../app/engine/worker.py" />
            <source>it said nothing.</source>
            <translation>keine Meldung.</translation>
        </message>
        <message>
            <location filename="../../app/engine/failures.py" />
            <location filename="../../app/engine/worker.py" />
            <source>The log has more.</source>
            <translation>Mehr steht im Protokoll.</translation>
        </message>
        <message>
            <location filename="../../app/engine/failures.py" />
            <source>llama.cpp was built for another processor than this machine's.</source>
            <translation>llama.cpp ist für einen anderen Prozessor gebaut als den dieses Computers.</translation>
        </message>
        <message>
            <location filename="../../app/engine/failures.py" />
            <source>Run `make develop` in Hearth's folder on this machine.</source>
            <translation>Führen Sie auf diesem Computer im Ordner von Hearth „make develop“ aus.</translation>
        </message>
        <message>
            <location filename="../../app/engine/failures.py" />
            <source>The system ended the host of {model}, probably because memory ran out.</source>
            <translation>Das System hat den Host von {model} beendet, wahrscheinlich weil der Arbeitsspeicher nicht reichte.</translation>
        </message>
        <message>
            <location filename="../../app/engine/failures.py" />
            <location filename="../../app/node/invite_book.py" />
            <location filename="../../app/node/swarm_side.py" />
            <source>A device</source>
            <translation>Ein Gerät</translation>
        </message>
        <message>
            <location filename="../../app/engine/gguf.py" />
            <source>Unknown kind of model</source>
            <translation>Unbekannte Art von Modell</translation>
        </message>
        <message>
            <location filename="../../app/engine/gguf.py" />
            <source>{name} is of the architecture {architecture}, which this build of llama.cpp does not know.</source>
            <translation>{name} hat die Architektur {architecture}, die diese Version von llama.cpp nicht kennt.</translation>
        </message>
        <message>
            <location filename="../../app/engine/gguf.py" />
            <source>{name} and {count} more</source>
            <translation>{name} und {count} weitere</translation>
        </message>
        <message>
            <location filename="../../app/engine/gguf.py" />
            <source>Part of the model is missing</source>
            <translation>Ein Teil des Modells fehlt</translation>
        </message>
        <message>
            <location filename="../../app/engine/gguf.py" />
            <source>{model} consists of {count} files, and {missing} cannot be found beside {name}.</source>
            <translation>{model} besteht aus {count} Dateien; neben {name} fehlt: {missing}.</translation>
        </message>
        <message>
            <location filename="../../app/engine/gguf.py" />
            <source>Put all of them into one folder.</source>
            <translation>Legen Sie alle in denselben Ordner.</translation>
        </message>
        <message>
            <location filename="../../app/engine/gguf.py" />
            <source>Incomplete model</source>
            <translation>Unvollständiges Modell</translation>
        </message>
        <message>
            <location filename="../../app/engine/gguf.py" />
            <source>{name} is incomplete. {reason}</source>
            <translation>{name} ist unvollständig. {reason}</translation>
        </message>
        <message>
            <location filename="../../app/engine/gguf.py" />
            <source>Not a usable model</source>
            <translation>Kein brauchbares Modell</translation>
        </message>
        <message>
            <location filename="../../app/engine/gguf.py" />
            <source>{name} cannot be used. {reason}</source>
            <translation>{name} kann nicht benutzt werden. {reason}</translation>
        </message>
        <message>
            <location filename="../../app/engine/gguf.py" />
            <source>Hearth runs models in the GGUF format.</source>
            <translation>Hearth führt Modelle im GGUF-Format aus.</translation>
        </message>
        <message>
            <location filename="../../app/engine/gguf.py" />
            <location filename="../../app/models/store.py" />
            <source>Model cannot be read</source>
            <translation>Modell kann nicht gelesen werden</translation>
        </message>
        <message>
            <location filename="../../app/engine/gguf.py" />
            <location filename="../../app/identity/secret_file.py" />
            <location filename="../../app/models/store.py" />
            <location filename="../../app/system/settings_file.py" />
            <source>{path} cannot be read: {reason}.</source>
            <translation>{path} kann nicht gelesen werden: {reason}.</translation>
        </message>
        <message>
            <location filename="../../app/engine/gguf.py" />
            <source>Not a model by itself</source>
            <translation>Kein eigenständiges Modell</translation>
        </message>
        <message>
            <location filename="../../app/engine/gguf.py" />
            <source>{name} goes with another model.</source>
            <translation>{name} gehört zu einem anderen Modell.</translation>
        </message>
        <message>
            <location filename="../../app/engine/gguf.py" />
            <source>Name that one.</source>
            <translation>Geben Sie jenes an.</translation>
        </message>
        <message>
            <location filename="../../app/engine/gguf.py" />
            <source>It holds no language model: it has no token embedding.</source>
            <translation>Die Datei enthält kein Sprachmodell: Sie hat kein Token-Embedding.</translation>
        </message>
        <message>
            <location filename="../../app/engine/gguf.py" />
            <source>It does not say of which architecture it is.</source>
            <translation>Die Datei gibt nicht an, welche Architektur sie hat.</translation>
        </message>
        <message>
            <location filename="../../app/engine/gguf.py" />
            <source>Its header has no usable {field}.</source>
            <translation>Im Kopf der Datei fehlt eine brauchbare Angabe: {field}.</translation>
        </message>
        <message>
            <location filename="../../app/engine/gguf.py" />
            <source>It says that it has {blocks} blocks, and has {tensors} tensors.</source>
            <translation>Laut Angabe hat die Datei {blocks} Blöcke, sie hat aber nur {tensors} Tensoren.</translation>
        </message>
        <message>
            <location filename="../../app/engine/gguf.py" />
            <source>It has weights for a block {block} but says that it has {blocks}.</source>
            <translation>Die Datei hat Gewichte für einen Block {block}, laut Angabe aber nur {blocks} Blöcke.</translation>
        </message>
        <message>
            <location filename="../../app/engine/gguf.py" />
            <source>It has no weights for block {block}.</source>
            <translation>Für Block {block} fehlen die Gewichte.</translation>
        </message>
        <message>
            <location filename="../../app/engine/gguf_header.py" />
            <source>It is not a GGUF file.</source>
            <translation>Das ist keine GGUF-Datei.</translation>
        </message>
        <message>
            <location filename="../../app/engine/gguf_header.py" />
            <source>Its header makes no sense.</source>
            <translation>Der Kopf der Datei ergibt keinen Sinn.</translation>
        </message>
        <message>
            <location filename="../../app/engine/gguf_header.py" />
            <source>It ends in the middle of its header.</source>
            <translation>Die Datei endet mitten in ihrem Kopf.</translation>
        </message>
        <message>
            <location filename="../../app/engine/gguf_header.py" />
            <source>Its header holds a name that is not text.</source>
            <translation>Der Kopf der Datei enthält einen Namen, der kein Text ist.</translation>
        </message>
        <message>
            <location filename="../../app/engine/gguf_header.py" />
            <source>It is written for big-endian machines.</source>
            <translation>Die Datei ist für Big-Endian-Rechner geschrieben.</translation>
        </message>
        <message>
            <location filename="../../app/engine/gguf_header.py" />
            <source>It is of GGUF version {version}, and only 2 and 3 can be read.</source>
            <translation>Die Datei hat die GGUF-Version {version}, und nur 2 und 3 können gelesen werden.</translation>
        </message>
        <message>
            <location filename="../../app/engine/gguf_header.py" />
            <source>Its alignment makes no sense.</source>
            <translation>Die Ausrichtung der Datei ergibt keinen Sinn.</translation>
        </message>
        <message>
            <location filename="../../app/engine/gguf_header.py" />
            <source>It should have {expected} bytes and has {found}.</source>
            <translation>Die Datei sollte {expected} Bytes haben und hat {found}.</translation>
        </message>
        <message>
            <location filename="../../app/engine/gguf_header.py" />
            <source>Its tensor {name} has {dimensions} dimensions.</source>
            <translation>Der Tensor {name} der Datei hat {dimensions} Dimensionen.</translation>
        </message>
        <message>
            <location filename="../../app/engine/gguf_header.py" />
            <source>Its tensor {name} is stored in a way (number {kind}) that is not known here.</source>
            <translation>Der Tensor {name} der Datei ist auf eine Weise gespeichert (Nummer {kind}), die hier nicht bekannt ist.</translation>
        </message>
        <message>
            <location filename="../../app/engine/gguf_header.py" />
            <source>Its tensor {name} has a shape that makes no sense.</source>
            <translation>Der Tensor {name} der Datei hat eine Form, die keinen Sinn ergibt.</translation>
        </message>
        <message>
            <location filename="../../app/engine/host.py" />
            <source>The model could not be started</source>
            <translation>Das Modell konnte nicht gestartet werden</translation>
        </message>
        <message>
            <location filename="../../app/engine/host.py" />
            <source>Folder name too long</source>
            <translation>Ordnername zu lang</translation>
        </message>
        <message>
            <location filename="../../app/engine/host.py" />
            <source>{path} is too long for the name of a socket ({most} bytes at most).</source>
            <translation>{path} ist zu lang für den Namen eines Sockets (höchstens {most} Bytes).</translation>
        </message>
        <message>
            <location filename="../../app/engine/host.py" />
            <source>Choose a shorter folder for Hearth's runtime files (XDG_RUNTIME_DIR or TMPDIR).</source>
            <translation>Wählen Sie einen kürzeren Ordner für die Laufzeitdateien von Hearth (XDG_RUNTIME_DIR oder TMPDIR).</translation>
        </message>
        <message>
            <location filename="../../app/engine/programs.py" />
            <source>Install Hearth again.</source>
            <translation>Installieren Sie Hearth neu.</translation>
        </message>
        <message>
            <location filename="../../app/engine/programs.py" />
            <source>Run `make develop` in Hearth's folder: it builds llama.cpp as needed.</source>
            <translation>Führen Sie im Ordner von Hearth „make develop“ aus: Damit wird llama.cpp passend gebaut.</translation>
        </message>
        <message>
            <location filename="../../app/engine/programs.py" />
            <source>{folder} has no {name}.</source>
            <translation>In {folder} fehlt {name}.</translation>
        </message>
        <message>
            <location filename="../../app/engine/programs.py" />
            <source>llama-server is not among its programs.</source>
            <translation>llama-server ist nicht unter seinen Programmen.</translation>
        </message>
        <message>
            <location filename="../../app/engine/programs.py" />
            <source>any folder</source>
            <translation>irgendeinem Ordner</translation>
        </message>
        <message>
            <location filename="../../app/engine/programs.py" />
            <source>llama.cpp is missing</source>
            <translation>llama.cpp fehlt</translation>
        </message>
        <message>
            <location filename="../../app/engine/programs.py" />
            <source>Hearth runs models with llama.cpp, and it is not in {places}.</source>
            <translation>Hearth führt Modelle mit llama.cpp aus, und das ist nicht in {places} zu finden.</translation>
        </message>
        <message>
            <location filename="../../app/engine/programs.py" />
            <source>{hint} Or set {variable} to the folder where it is.</source>
            <translation>{hint} Oder setzen Sie {variable} auf den Ordner, in dem es ist.</translation>
        </message>
        <message>
            <location filename="../../app/engine/programs.py" />
            <source>{one} or {other}</source>
            <translation>{one} oder {other}</translation>
        </message>
        <message>
            <location filename="../../app/engine/programs.py" />
            <source>{program} says: {words}.</source>
            <translation>{program} sagt: {words}.</translation>
        </message>
        <message>
            <location filename="../../app/engine/programs.py" />
            <source>{program} says: nothing.</source>
            <translation>{program} sagt nichts.</translation>
        </message>
        <message>
            <location filename="../../app/engine/programs.py" />
            <source>llama.cpp does not run</source>
            <translation>llama.cpp läuft nicht</translation>
        </message>
        <message>
            <location filename="../../app/engine/programs.py" />
            <source>{program} could not be run: {error}.</source>
            <translation>{program} konnte nicht ausgeführt werden: {error}.</translation>
        </message>
        <message>
            <location filename="../../app/engine/programs.py" />
            <source>llama.cpp was built without RPC</source>
            <translation>llama.cpp wurde ohne RPC gebaut</translation>
        </message>
        <message>
            <location filename="../../app/engine/programs.py" />
            <source>Hearth needs a llama-cpp-python with llama.cpp's RPC and server in it. {detail}</source>
            <translation>Hearth braucht ein llama-cpp-python, das RPC und Server von llama.cpp enthält. {detail}</translation>
        </message>
        <message>
            <location filename="../../app/engine/worker.py" />
            <source>A worker could not be started</source>
            <translation>Ein Worker konnte nicht gestartet werden</translation>
        </message>
        <message>
            <location filename="../../app/engine/worker.py" />
            <source>llama.cpp's RPC server for {device} ended at once: {words}</source>
            <translation>Der RPC-Server von llama.cpp für {device} endete sofort: {words}</translation>
        </message>
        <message>
            <location filename="../../app/identity/other_products.py" />
            <source>a key of Tailscale</source>
            <translation>ein Schlüssel von Tailscale</translation>
        </message>
        <message>
            <location filename="../../app/identity/other_products.py" />
            <source>a setting of exo</source>
            <translation>eine Einstellung von exo</translation>
        </message>
        <message>
            <location filename="../../app/identity/other_products.py" />
            <source>the address of a libp2p program, as exo or IPFS use them</source>
            <translation>die Adresse eines libp2p-Programms, wie exo oder IPFS sie verwenden</translation>
        </message>
        <message>
            <location filename="../../app/identity/other_products.py" />
            <source>the name of one device (a peer id)</source>
            <translation>der Name eines einzelnen Geräts (eine Peer-ID)</translation>
        </message>
        <message>
            <location filename="../../app/identity/other_products.py" />
            <source>a device ID of Syncthing</source>
            <translation>eine Geräte-ID von Syncthing</translation>
        </message>
        <message>
            <location filename="../../app/identity/other_products.py" />
            <source>an access token of Hugging Face</source>
            <translation>ein Zugriffstoken von Hugging Face</translation>
        </message>
        <message>
            <location filename="../../app/identity/other_products.py" />
            <source>an access token of GitHub</source>
            <translation>ein Zugriffstoken von GitHub</translation>
        </message>
        <message>
            <location filename="../../app/identity/other_products.py" />
            <source>an API key of an online AI service</source>
            <translation>ein API-Schlüssel eines KI-Dienstes im Internet</translation>
        </message>
        <message>
            <location filename="../../app/identity/other_products.py" />
            <source>a sign-in token of a web service (JWT)</source>
            <translation>ein Anmeldetoken eines Webdienstes (JWT)</translation>
        </message>
        <message>
            <location filename="../../app/identity/other_products.py" />
            <source>a Bitcoin address</source>
            <translation>eine Bitcoin-Adresse</translation>
        </message>
        <message>
            <location filename="../../app/identity/other_products.py" />
            <source>an SSH key</source>
            <translation>ein SSH-Schlüssel</translation>
        </message>
        <message>
            <location filename="../../app/identity/other_products.py" />
            <source>a web address</source>
            <translation>eine Webadresse</translation>
        </message>
        <message>
            <location filename="../../app/identity/other_products.py" />
            <source>a network token of LocalAI or EdgeVPN</source>
            <translation>ein Netzwerktoken von LocalAI oder EdgeVPN</translation>
        </message>
        <message>
            <location filename="../../app/identity/other_products.py" />
            <source>an invite of mesh-llm</source>
            <translation>eine Einladung von mesh-llm</translation>
        </message>
        <message>
            <location filename="../../app/identity/other_products.py" />
            <source>a code of another program</source>
            <translation>ein Code eines anderen Programms</translation>
        </message>
        <message>
            <location filename="../../app/identity/secret_file.py" />
            <source>it is not text</source>
            <translation>es ist kein Text</translation>
        </message>
        <message>
            <location filename="../../app/identity/secret_file.py" />
            <source>Secrets cannot be written</source>
            <translation>Zugangsdaten können nicht geschrieben werden</translation>
        </message>
        <message>
            <location filename="../../app/identity/secret_file.py" />
            <source>Secrets cannot be read</source>
            <translation>Zugangsdaten können nicht gelesen werden</translation>
        </message>
        <message>
            <location filename="../../app/identity/secret_file.py" />
            <location filename="../../app/system/instance.py" />
            <location filename="../../app/system/settings_file.py" />
            <source>{path} cannot be written: {reason}.</source>
            <translation>{path} kann nicht geschrieben werden: {reason}.</translation>
        </message>
        <message>
            <location filename="../../app/identity/secret_file.py" />
            <source>Check that the file and its folder belong to you and that the disk is not full.</source>
            <translation>Prüfen Sie, ob die Datei und ihr Ordner Ihnen gehören und ob die Festplatte nicht voll ist.</translation>
        </message>
        <message>
            <location filename="../../app/identity/token.py" />
            <source>An invite code, not a token</source>
            <translation>Ein Einladungscode, kein Token</translation>
        </message>
        <message>
            <location filename="../../app/identity/token.py" />
            <source>An invite code is used by a Hearth that runs: the other device is asked.</source>
            <translation>Ein Einladungscode braucht ein laufendes Hearth: Das andere Gerät wird gefragt.</translation>
        </message>
        <message>
            <location filename="../../app/identity/token.py" />
            <source>Start Hearth, then join with the code.</source>
            <translation>Starten Sie Hearth und treten Sie dann mit dem Code bei.</translation>
        </message>
        <message>
            <location filename="../../app/identity/token.py" />
            <source>No token</source>
            <translation>Kein Token</translation>
        </message>
        <message>
            <location filename="../../app/identity/token.py" />
            <source>There is no token yet.</source>
            <translation>Es gibt noch keinen Token.</translation>
        </message>
        <message>
            <location filename="../../app/identity/token.py" />
            <source>Paste the token that the other device shows under "Invite a device".</source>
            <translation>Fügen Sie den Token ein, den das andere Gerät unter „Gerät einladen“ zeigt.</translation>
        </message>
        <message>
            <location filename="../../app/identity/token.py" />
            <source>The token is too new</source>
            <translation>Der Token ist zu neu</translation>
        </message>
        <message>
            <location filename="../../app/identity/token.py" />
            <source>This token is of version {version}; this Hearth knows version {known}.</source>
            <translation>Dieser Token hat die Version {version}; Ihre Version von Hearth kennt nur Version {known}.</translation>
        </message>
        <message>
            <location filename="../../app/identity/token.py" />
            <source>Update Hearth on this device, then join again.</source>
            <translation>Aktualisieren Sie Hearth auf diesem Gerät und treten Sie dann noch einmal bei.</translation>
        </message>
        <message>
            <location filename="../../app/identity/token.py" />
            <source>Two different tokens</source>
            <translation>Zwei verschiedene Token</translation>
        </message>
        <message>
            <location filename="../../app/identity/token.py" />
            <source>This text holds tokens of two different swarms.</source>
            <translation>Dieser Text enthält Token von zwei verschiedenen Schwärmen.</translation>
        </message>
        <message>
            <location filename="../../app/identity/token.py" />
            <source>Paste only the one that you want to join.</source>
            <translation>Fügen Sie nur den ein, dessen Schwarm Sie beitreten möchten.</translation>
        </message>
        <message>
            <location filename="../../app/identity/token.py" />
            <source>The address in the token is mistyped</source>
            <translation>Die Adresse im Token ist falsch geschrieben</translation>
        </message>
        <message>
            <location filename="../../app/identity/token.py" />
            <source>The address in the code is mistyped</source>
            <translation>Die Adresse im Code ist falsch geschrieben</translation>
        </message>
        <message>
            <location filename="../../app/identity/token.py" />
            <source>"{hint}" is not a host name or address followed by a colon and a port.</source>
            <translation>„{hint}“ ist kein Hostname und keine Adresse mit Doppelpunkt und Port dahinter.</translation>
        </message>
        <message>
            <location filename="../../app/identity/token.py" />
            <source>Copy the token again, or leave out everything from the @ on.</source>
            <translation>Kopieren Sie den Token noch einmal oder lassen Sie alles ab dem @ weg.</translation>
        </message>
        <message>
            <location filename="../../app/identity/token.py" />
            <source>Copy the code again, or leave out everything from the @ on.</source>
            <translation>Kopieren Sie den Code noch einmal oder lassen Sie alles ab dem @ weg.</translation>
        </message>
        <message>
            <location filename="../../app/identity/token_text.py" />
            <source>Copy the whole token that the other device shows under "Invite a device".</source>
            <translation>Kopieren Sie den ganzen Token, den das andere Gerät unter „Gerät einladen“ zeigt.</translation>
        </message>
        <message>
            <location filename="../../app/identity/token_text.py" />
            <source>Not a Hearth token</source>
            <translation>Kein Token von Hearth</translation>
        </message>
        <message>
            <location filename="../../app/identity/token_text.py" />
            <source>This looks like {product}, not like a Hearth token.</source>
            <translation>Das sieht aus wie {product}, nicht wie ein Token von Hearth.</translation>
        </message>
        <message>
            <location filename="../../app/identity/token_text.py" />
            <source>A Hearth token begins with {prefix}. {hint}</source>
            <translation>Ein Token von Hearth beginnt mit {prefix}. {hint}</translation>
        </message>
        <message>
            <location filename="../../app/identity/token_text.py" />
            <source>The token is mistyped</source>
            <translation>Der Token ist falsch geschrieben</translation>
        </message>
        <message>
            <location filename="../../app/identity/token_text.py" />
            <source>A token begins with {prefix}, this one does not.</source>
            <translation>Ein Token beginnt mit {prefix}, dieser nicht.</translation>
        </message>
        <message>
            <location filename="../../app/identity/token_text.py" />
            <source>Not a token</source>
            <translation>Kein Token</translation>
        </message>
        <message>
            <location filename="../../app/identity/token_text.py" />
            <source>There is no token in this text: a token begins with {prefix}.</source>
            <translation>In diesem Text ist kein Token: Ein Token beginnt mit {prefix}.</translation>
        </message>
        <message>
            <location filename="../../app/identity/token_text.py" />
            <source>It has {count} characters, a token has {whole}.</source>
            <translation>Er hat {count} Zeichen, ein Token hat {whole}.</translation>
        </message>
        <message>
            <location filename="../../app/identity/token_text.py" />
            <source>A letter or digit too many stands before {prefix}.</source>
            <translation>Vor {prefix} steht ein Buchstabe oder eine Ziffer zu viel.</translation>
        </message>
        <message>
            <location filename="../../app/identity/token_text.py" />
            <source>The character "{character}" never occurs in a token after {prefix}.</source>
            <translation>Das Zeichen „{character}“ kommt in einem Token nach {prefix} nie vor.</translation>
        </message>
        <message>
            <location filename="../../app/identity/token_text.py" />
            <source>At least one character is wrong: the check at its end does not fit.</source>
            <translation>Mindestens ein Zeichen ist falsch: Die Prüfsumme am Ende passt nicht.</translation>
        </message>
        <message>
            <location filename="../../app/identity/token_text.py" />
            <source>The token is too short</source>
            <translation>Der Token ist zu kurz</translation>
        </message>
        <message>
            <location filename="../../app/identity/token_text.py" />
            <source>It has {count} of {whole} characters.</source>
            <translation>Er hat {count} von {whole} Zeichen.</translation>
        </message>
        <message>
            <location filename="../../app/identity/token_text.py" />
            <source>Compare it with the token on the other device, or copy and paste it.</source>
            <translation>Vergleichen Sie ihn mit dem Token auf dem anderen Gerät oder kopieren Sie ihn und fügen Sie ihn ein.</translation>
        </message>
        <message>
            <location filename="../../app/identity/vault.py" />
            <source>The keyring of this computer is locked, and Hearth keeps its token there.</source>
            <translation>Der Schlüsselbund dieses Computers ist gesperrt, und Hearth bewahrt dort seinen Token auf.</translation>
        </message>
        <message>
            <location filename="../../app/identity/vault.py" />
            <source>The keyring of this computer does not answer: it may be waiting for its password.</source>
            <translation>Der Schlüsselbund dieses Computers antwortet nicht: Vielleicht wartet er auf sein Passwort.</translation>
        </message>
        <message>
            <location filename="../../app/identity/vault.py" />
            <source>This computer has no keyring in which Hearth could keep its token.</source>
            <translation>Dieser Computer hat keinen Schlüsselbund, in dem Hearth seinen Token aufbewahren könnte.</translation>
        </message>
        <message>
            <location filename="../../app/identity/vault.py" />
            <location filename="../../app/node/token_words.py" />
            <source>Keyring locked</source>
            <translation>Schlüsselbund gesperrt</translation>
        </message>
        <message>
            <location filename="../../app/identity/vault.py" />
            <source>Unlock it (signing in to the desktop usually does) and Hearth goes on by itself.</source>
            <translation>Entsperren Sie ihn (meist genügt die Anmeldung am Desktop), dann macht Hearth von selbst weiter.</translation>
        </message>
        <message>
            <location filename="../../app/identity/vault.py" />
            <source>No keyring</source>
            <translation>Kein Schlüsselbund</translation>
        </message>
        <message>
            <location filename="../../app/identity/vault.py" />
            <source>Hearth runs, and forgets the token when it ends. To keep it in a file that is not encrypted, start with HEARTH_SECRETS=file; on a server, give the token as HEARTH_TOKEN.</source>
            <translation>Hearth läuft, vergisst den Token aber, wenn es beendet wird. Um ihn in einer unverschlüsselten Datei zu behalten, starten Sie mit HEARTH_SECRETS=file; auf einem Server geben Sie den Token als HEARTH_TOKEN an.</translation>
        </message>
        <message>
            <location filename="../../app/identity/vault.py" />
            <source>The keyring of this computer does not work ({error}).</source>
            <translation>Der Schlüsselbund dieses Computers funktioniert nicht ({error}).</translation>
        </message>
        <message>
            <location filename="../../app/identity/vault.py" />
            <source>Secrets of a newer Hearth</source>
            <translation>Zugangsdaten einer neueren Version von Hearth</translation>
        </message>
        <message>
            <location filename="../../app/identity/vault.py" />
            <source>The stored identity has format {version}; this Hearth knows format {known}.</source>
            <translation>Die gespeicherte Identität hat das Format {version}; Ihre Version von Hearth kennt nur Format {known}.</translation>
        </message>
        <message>
            <location filename="../../app/identity/vault.py" />
            <source>Update Hearth on this computer. Nothing was changed.</source>
            <translation>Aktualisieren Sie Hearth auf diesem Computer. Es wurde nichts verändert.</translation>
        </message>
        <message>
            <location filename="../../app/identity/vault.py" />
            <source>Secrets damaged</source>
            <translation>Zugangsdaten beschädigt</translation>
        </message>
        <message>
            <location filename="../../app/identity/vault.py" />
            <source>What is stored as this computer's identity and token cannot be read.</source>
            <translation>Was als Identität und Token dieses Computers gespeichert ist, kann nicht gelesen werden.</translation>
        </message>
        <message>
            <location filename="../../app/identity/vault.py" />
            <source>Remove the entry "Hearth" from the keyring (or the file secrets.json) and join again with a token.</source>
            <translation>Entfernen Sie den Eintrag „Hearth“ aus dem Schlüsselbund (oder die Datei secrets.json) und treten Sie mit einem Token noch einmal bei.</translation>
        </message>
        <message>
            <location filename="../../app/link/copy_sources.py" />
            <source>it sends something that makes no sense</source>
            <translation>es sendet etwas, das keinen Sinn ergibt</translation>
        </message>
        <message>
            <location filename="../../app/link/copy_sources.py" />
            <source>its file has another size than it says</source>
            <translation>seine Datei hat eine andere Größe als angegeben</translation>
        </message>
        <message>
            <location filename="../../app/link/copy_sources.py" />
            <source>it has another file of this name</source>
            <translation>es hat unter diesem Namen eine andere Datei</translation>
        </message>
        <message>
            <location filename="../../app/link/copy_sources.py" />
            <source>what it sends is damaged</source>
            <translation>was es sendet, ist beschädigt</translation>
        </message>
        <message>
            <location filename="../../app/link/copying.py" />
            <source>what is written there is not what is read again</source>
            <translation>was dort geschrieben wird, wird anders wieder gelesen</translation>
        </message>
        <message>
            <location filename="../../app/link/file_sender.py" />
            <source>it is giving files to others already</source>
            <translation>es sendet schon Dateien an andere</translation>
        </message>
        <message>
            <location filename="../../app/link/file_sender.py" />
            <source>it does not understand the request</source>
            <translation>es versteht die Anfrage nicht</translation>
        </message>
        <message>
            <location filename="../../app/link/file_sender.py" />
            <source>it has only just started</source>
            <translation>es ist gerade erst gestartet</translation>
        </message>
        <message>
            <location filename="../../app/link/file_sender.py" />
            <source>it does not have this model any more</source>
            <translation>es hat dieses Modell nicht mehr</translation>
        </message>
        <message>
            <location filename="../../app/link/file_sender.py" />
            <source>its file is being changed</source>
            <translation>seine Datei wird gerade geändert</translation>
        </message>
        <message>
            <location filename="../../app/link/file_sender.py" />
            <source>its file cannot be read</source>
            <translation>seine Datei kann nicht gelesen werden</translation>
        </message>
        <message>
            <location filename="../../app/link/file_sender.py" />
            <source>its file has changed</source>
            <translation>seine Datei hat sich geändert</translation>
        </message>
        <message>
            <location filename="../../app/link/file_sender.py" />
            <source>its file is gone</source>
            <translation>seine Datei ist nicht mehr da</translation>
        </message>
        <message>
            <location filename="../../app/link/given_door.py" />
            <source>A given worker cannot be used</source>
            <translation>Ein angegebener Worker kann nicht benutzt werden</translation>
        </message>
        <message>
            <location filename="../../app/link/given_door.py" />
            <source>The way to {place} could not be opened.</source>
            <translation>Der Weg zu {place} konnte nicht geöffnet werden.</translation>
        </message>
        <message>
            <location filename="../../app/link/refusals.py" />
            <source>The link did not start</source>
            <translation>Die Verbindung ist nicht gestartet</translation>
        </message>
        <message>
            <location filename="../../app/link/refusals.py" />
            <source>This node cannot take connections of other devices: {reason}.</source>
            <translation>Dieses Gerät kann keine Verbindungen anderer Geräte annehmen: {reason}.</translation>
        </message>
        <message>
            <location filename="../../app/link/refusals.py" />
            <source>Restart Hearth; if it stays so, choose another link port in the settings.</source>
            <translation>Starten Sie Hearth neu; wenn es dabei bleibt, wählen Sie in den Einstellungen einen anderen Verbindungsport.</translation>
        </message>
        <message>
            <location filename="../../app/link/refusals.py" />
            <source>The link has ended</source>
            <translation>Die Verbindung ist beendet</translation>
        </message>
        <message>
            <location filename="../../app/link/refusals.py" />
            <source>The process that connects this node with other devices is not running.</source>
            <translation>Der Prozess, der dieses Gerät mit anderen Geräten verbindet, läuft nicht.</translation>
        </message>
        <message>
            <location filename="../../app/link/refusals.py" />
            <source>It starts again by itself.</source>
            <translation>Er startet von selbst wieder.</translation>
        </message>
        <message>
            <location filename="../../app/link/refusals.py" />
            <source>Nobody answers there</source>
            <translation>Dort antwortet niemand</translation>
        </message>
        <message>
            <location filename="../../app/link/refusals.py" />
            <source>No device takes connections at this address ({reason}).</source>
            <translation>Unter dieser Adresse nimmt kein Gerät Verbindungen an ({reason}).</translation>
        </message>
        <message>
            <location filename="../../app/link/refusals.py" />
            <source>Check the address and the port, and that Hearth runs on the other device.</source>
            <translation>Prüfen Sie Adresse und Port und ob Hearth auf dem anderen Gerät läuft.</translation>
        </message>
        <message>
            <location filename="../../app/link/refusals.py" />
            <source>A stranger is there</source>
            <translation>Dort ist ein Fremder</translation>
        </message>
        <message>
            <location filename="../../app/link/refusals.py" />
            <source>Something answers at this address, and it is not a member of this swarm ({reason}).</source>
            <translation>Unter dieser Adresse antwortet etwas, das kein Mitglied dieses Schwarms ist ({reason}).</translation>
        </message>
        <message>
            <location filename="../../app/link/refusals.py" />
            <source>Check the address; the other device may have another token.</source>
            <translation>Prüfen Sie die Adresse; vielleicht hat das andere Gerät einen anderen Token.</translation>
        </message>
        <message>
            <location filename="../../app/link/refusals.py" />
            <source>The link refused</source>
            <translation>Die Verbindung wurde abgelehnt</translation>
        </message>
        <message>
            <location filename="../../app/models/hub.py" />
            <location filename="../../app/models/hub_errors.py" />
            <location filename="../../app/ui/chat/stream.py" />
            <source>No answer</source>
            <translation>Keine Antwort</translation>
        </message>
        <message>
            <location filename="../../app/models/hub.py" />
            <source>The hub does not answer in time.</source>
            <translation>Der Hub antwortet nicht rechtzeitig.</translation>
        </message>
        <message>
            <location filename="../../app/models/hub.py" />
            <location filename="../../app/models/hub_errors.py" />
            <source>Try again later.</source>
            <translation>Versuchen Sie es später noch einmal.</translation>
        </message>
        <message>
            <location filename="../../app/models/hub.py" />
            <source>Cannot be started</source>
            <translation>Start nicht möglich</translation>
        </message>
        <message>
            <location filename="../../app/models/hub.py" />
            <source>The hub process cannot be started: {error}.</source>
            <translation>Der Hub-Prozess lässt sich nicht starten: {error}.</translation>
        </message>
        <message>
            <location filename="../../app/models/hub.py" />
            <source>it ended with {code}</source>
            <translation>Code {code}</translation>
        </message>
        <message>
            <location filename="../../app/models/hub.py" />
            <location filename="../../app/models/hub_errors.py" />
            <source>Download failed</source>
            <translation>Download fehlgeschlagen</translation>
        </message>
        <message>
            <location filename="../../app/models/hub.py" />
            <source>The hub process ended before it was done: {words}</source>
            <translation>Der Hub-Prozess endete, bevor er fertig war: {words}</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_download.py" />
            <source>Being downloaded already</source>
            <translation>Wird bereits heruntergeladen</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_download.py" />
            <source>Another program downloads {name} into the same folder.</source>
            <translation>Ein anderes Programm lädt {name} in denselben Ordner herunter.</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_download.py" />
            <source>Wait until it is done.</source>
            <translation>Warten Sie, bis es fertig ist.</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_download.py" />
            <source>{message} It is tried again.</source>
            <translation>{message} Es wird erneut versucht.</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_download.py" />
            <source>File too large</source>
            <translation>Datei zu groß</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_download.py" />
            <source>{name} is larger than {most}: the hub gives such files only by a protocol of its own.</source>
            <translation>{name} ist größer als {most}: Solche Dateien gibt der Hub nur über ein eigenes Protokoll heraus.</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_download.py" />
            <source>Look for a repository that has the model in parts.</source>
            <translation>Suchen Sie ein Repository, das das Modell in Teilen enthält.</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_download.py" />
            <location filename="../../app/models/hub_errors.py" />
            <source>Disk full</source>
            <translation>Festplatte voll</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_download.py" />
            <source>{name} needs {missing} more than this disk has free.</source>
            <translation>{name} braucht {missing} mehr, als auf dieser Festplatte frei ist.</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_download.py" />
            <source>Make room, then get it again.</source>
            <translation>Schaffen Sie Platz und holen Sie es dann noch einmal.</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_download.py" />
            <source>Wrong content</source>
            <translation>Falscher Inhalt</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_download.py" />
            <source>{name} arrived, but is not what the hub says that it is. It is deleted.</source>
            <translation>{name} ist angekommen, ist aber nicht das, was der Hub angibt. Die Datei wird gelöscht.</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_download.py" />
            <source>Get it again; if that happens twice, its source is damaged.</source>
            <translation>Holen Sie es noch einmal; geschieht das zweimal, ist die Quelle beschädigt.</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_errors.py" />
            <source>Models on this computer's disk and on its peers work without it.</source>
            <translation>Modelle auf der Festplatte dieses Computers und auf den anderen Geräten funktionieren auch ohne ihn.</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_errors.py" />
            <source>No such repository</source>
            <translation>Unbekanntes Repository</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_errors.py" />
            <source>The hub has no repository {repository}, or it is private.</source>
            <translation>Der Hub hat kein Repository {repository}, oder es ist privat.</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_errors.py" />
            <source>Check the name. For a private one log in with `hf auth login`, or start Hearth with HF_TOKEN.</source>
            <translation>Prüfen Sie den Namen. Für ein privates melden Sie sich mit „hf auth login“ an oder starten Sie Hearth mit HF_TOKEN.</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_errors.py" />
            <source>Not there any more</source>
            <translation>Nicht mehr vorhanden</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_errors.py" />
            <source>{repository} has changed: a file of this model is not there any more.</source>
            <translation>{repository} hat sich geändert: Eine Datei dieses Modells ist nicht mehr vorhanden.</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_errors.py" />
            <source>Look at what it has now: hearth models show REPO.</source>
            <translation>Sehen Sie nach, was es jetzt enthält: „hearth models show REPO“.</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_errors.py" />
            <source>Offline</source>
            <translation>Offline</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_errors.py" />
            <source>HF_HUB_OFFLINE is set: nothing is downloaded.</source>
            <translation>HF_HUB_OFFLINE ist gesetzt: Es wird nichts heruntergeladen.</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_errors.py" />
            <source>{host} cannot be reached.</source>
            <translation>{host} ist nicht erreichbar.</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_errors.py" />
            <source>{host} does not answer in time.</source>
            <translation>{host} antwortet nicht rechtzeitig.</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_errors.py" />
            <source>Connection lost</source>
            <translation>Verbindung verloren</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_errors.py" />
            <source>The connection to {host} was lost again and again.</source>
            <translation>Die Verbindung zu {host} ist immer wieder abgebrochen.</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_errors.py" />
            <location filename="../../app/ui/settings/trial.py" />
            <source>Not understood</source>
            <translation>Nicht verstanden</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_errors.py" />
            <source>{host} gave an answer that makes no sense.</source>
            <translation>{host} hat eine Antwort gegeben, die keinen Sinn ergibt.</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_errors.py" />
            <source>If HF_ENDPOINT is set, look whether it is right.</source>
            <translation>Falls HF_ENDPOINT gesetzt ist, prüfen Sie, ob der Wert stimmt.</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_errors.py" />
            <source>The disk is full. What has arrived is kept.</source>
            <translation>Die Festplatte ist voll. Was schon angekommen ist, bleibt erhalten.</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_errors.py" />
            <source>Make room, then get the model again: it goes on from there.</source>
            <translation>Schaffen Sie Platz und holen Sie das Modell dann noch einmal: Es geht dort weiter.</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_errors.py" />
            <source>Cannot be written</source>
            <translation>Schreiben nicht möglich</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_errors.py" />
            <source>The model cannot be written in {place}: {reason}.</source>
            <translation>Das Modell kann in {place} nicht geschrieben werden: {reason}.</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_errors.py" />
            <source>The model cannot be written: {reason}.</source>
            <translation>Das Modell kann nicht geschrieben werden: {reason}.</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_errors.py" />
            <source>Make the folder writable for you.</source>
            <translation>Geben Sie sich Schreibrechte für den Ordner.</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_errors.py" />
            <source>Access denied</source>
            <translation>Zugriff verweigert</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_errors.py" />
            <source>{host} does not accept the token that it was shown.</source>
            <translation>{host} nimmt den vorgelegten Token nicht an.</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_errors.py" />
            <source>Log in anew with `hf auth login`, or correct HF_TOKEN and start Hearth again.</source>
            <translation>Melden Sie sich mit „hf auth login“ neu an oder berichtigen Sie HF_TOKEN und starten Sie Hearth neu.</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_errors.py" />
            <source>Not there</source>
            <translation>Nicht vorhanden</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_errors.py" />
            <source>{host} has nothing there for {repository}.</source>
            <translation>{host} hat dort nichts für {repository}.</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_errors.py" />
            <location filename="../../app/node/turns.py" />
            <source>Too many requests</source>
            <translation>Zu viele Anfragen</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_errors.py" />
            <source>{host} wants fewer requests from this network for now.</source>
            <translation>{host} möchte vorerst weniger Anfragen aus diesem Netzwerk.</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_errors.py" />
            <source>Wait a few minutes. With `hf auth login` it allows more.</source>
            <translation>Warten Sie einige Minuten. Mit „hf auth login“ ist mehr erlaubt.</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_errors.py" />
            <source>The hub has trouble</source>
            <translation>Der Hub hat eine Störung</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_errors.py" />
            <source>{host} answers with error {status}.</source>
            <translation>{host} antwortet mit Fehler {status}.</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_errors.py" />
            <source>Try later.</source>
            <translation>Versuchen Sie es später.</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_errors.py" />
            <location filename="../../app/ui/settings/trial.py" />
            <source>Refused</source>
            <translation>Abgelehnt</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_errors.py" />
            <source>Its owner wants to be asked</source>
            <translation>Der Besitzer möchte gefragt werden</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_errors.py" />
            <source>{repository} can only be downloaded by people who accepted its terms on {host}.</source>
            <translation>{repository} kann nur herunterladen, wer die Bedingungen auf {host} angenommen hat.</translation>
        </message>
        <message>
            <location filename="../../app/models/hub_errors.py" />
            <source>Accept them at {endpoint}/{repository}, then log in with `hf auth login`, or start Hearth with HF_TOKEN.</source>
            <translation>Nehmen Sie sie unter {endpoint}/{repository} an und melden Sie sich dann mit „hf auth login“ an oder starten Sie Hearth mit HF_TOKEN.</translation>
        </message>
        <message>
            <location filename="../../app/models/ollama.py" />
            <source>Nothing to import</source>
            <translation>Nichts zu importieren</translation>
        </message>
        <message>
            <location filename="../../app/models/ollama.py" />
            <source>No model of Ollama was found on this computer.</source>
            <translation>Auf diesem Computer wurde kein Modell von Ollama gefunden.</translation>
        </message>
        <message>
            <location filename="../../app/models/ollama.py" />
            <source>See ollama list.</source>
            <translation>Siehe „ollama list“.</translation>
        </message>
        <message>
            <location filename="../../app/models/ollama.py" />
            <source>Not a model of Ollama</source>
            <translation>Kein Modell von Ollama</translation>
        </message>
        <message>
            <location filename="../../app/models/ollama.py" />
            <source>Ollama has no model {name}.</source>
            <translation>Ollama hat kein Modell {name}.</translation>
        </message>
        <message>
            <location filename="../../app/models/ollama.py" />
            <source>It has: {names}.</source>
            <translation>Vorhanden sind: {names}.</translation>
        </message>
        <message>
            <location filename="../../app/models/ollama.py" />
            <source>Cannot be imported</source>
            <translation>Import nicht möglich</translation>
        </message>
        <message>
            <location filename="../../app/models/ollama.py" />
            <source>{name} cannot be imported: {reason}.</source>
            <translation>{name} kann nicht importiert werden: {reason}.</translation>
        </message>
        <message>
            <location filename="../../app/models/ollama.py" />
            <source>The models folder has other files named like {name}.</source>
            <translation>Im Modellordner gibt es andere Dateien, die wie {name} heißen.</translation>
        </message>
        <message>
            <location filename="../../app/models/store.py" />
            <source>Model not found</source>
            <translation>Modell nicht gefunden</translation>
        </message>
        <message>
            <location filename="../../app/models/store.py" />
            <source>Check the path.</source>
            <translation>Prüfen Sie den Pfad.</translation>
        </message>
        <message>
            <location filename="../../app/node/allowance.py" />
            <source>Not enough memory offered</source>
            <translation>Nicht genug Arbeitsspeicher geteilt</translation>
        </message>
        <message>
            <location filename="../../app/node/allowance.py" />
            <source>{needed} are needed on {device}, {free} of the memory offered are free.</source>
            <translation>Auf {device} werden {needed} gebraucht, vom geteilten Arbeitsspeicher sind {free} frei.</translation>
        </message>
        <message>
            <location filename="../../app/node/answers.py" />
            <source>No requests now</source>
            <translation>Zurzeit keine Anfragen</translation>
        </message>
        <message>
            <location filename="../../app/node/attempts.py" />
            <source>it did not answer</source>
            <translation>es hat nicht geantwortet</translation>
        </message>
        <message>
            <location filename="../../app/node/attempts.py" />
            <source>Could not be loaded</source>
            <translation>Konnte nicht geladen werden</translation>
        </message>
        <message>
            <location filename="../../app/node/attempts.py" />
            <source>The other devices kept refusing to lend memory for {model}.</source>
            <translation>Die anderen Geräte wollten für {model} wiederholt keinen Arbeitsspeicher teilen.</translation>
        </message>
        <message>
            <location filename="../../app/node/attempts.py" />
            <source>Wait until they are less busy, then ask again.</source>
            <translation>Warten Sie, bis sie weniger zu tun haben, und fragen Sie dann noch einmal.</translation>
        </message>
        <message>
            <location filename="../../app/node/borrowing.py" />
            <location filename="../../app/node/token_words.py" />
            <location filename="../../app/ui/present/tray.py" />
            <source>Not in a swarm</source>
            <translation>In keinem Schwarm</translation>
        </message>
        <message>
            <location filename="../../app/node/borrowing.py" />
            <source>{name} cannot be reached: this node left the swarm.</source>
            <translation>{name} ist nicht zu erreichen: Dieses Gerät hat den Schwarm verlassen.</translation>
        </message>
        <message>
            <location filename="../../app/node/copies.py" />
            <source>The disk of the models folder has no room for {model}, which has {size}: {missing} more must be free.</source>
            <translation>Auf der Festplatte des Modellordners ist kein Platz für {model} ({size}): Es müssen noch {missing} frei werden.</translation>
        </message>
        <message>
            <location filename="../../app/node/copies.py" />
            <source>Make room, then copy it again.</source>
            <translation>Schaffen Sie Platz und kopieren Sie es dann noch einmal.</translation>
        </message>
        <message>
            <location filename="../../app/node/copies.py" />
            <location filename="../../app/node/copy_run.py" />
            <source>The disk is full</source>
            <translation>Die Festplatte ist voll</translation>
        </message>
        <message>
            <location filename="../../app/node/copies.py" />
            <location filename="../../app/node/copy_run.py" />
            <source>The models folder cannot be written: {why}.</source>
            <translation>In den Modellordner kann nicht geschrieben werden: {why}.</translation>
        </message>
        <message>
            <location filename="../../app/node/copies.py" />
            <location filename="../../app/node/copy_run.py" />
            <source>Not written</source>
            <translation>Nicht geschrieben</translation>
        </message>
        <message>
            <location filename="../../app/node/copies.py" />
            <source>Look after the disk.</source>
            <translation>Prüfen Sie die Festplatte.</translation>
        </message>
        <message>
            <location filename="../../app/node/copies.py" />
            <source>{model} is here, and cannot be moved into the models folder: {why}.</source>
            <translation>{model} ist da, lässt sich aber nicht in den Modellordner verschieben: {why}.</translation>
        </message>
        <message>
            <location filename="../../app/node/copies.py" />
            <source>Look after the disk, then go on.</source>
            <translation>Prüfen Sie die Festplatte und machen Sie dann weiter.</translation>
        </message>
        <message>
            <location filename="../../app/node/copies.py" />
            <source>Not moved</source>
            <translation>Nicht verschoben</translation>
        </message>
        <message>
            <location filename="../../app/node/copies.py" />
            <source>{model} was copied to this device.</source>
            <translation>{model} wurde auf dieses Gerät kopiert.</translation>
        </message>
        <message>
            <location filename="../../app/node/copies.py" />
            <source>Another model</source>
            <translation>Ein anderes Modell</translation>
        </message>
        <message>
            <location filename="../../app/node/copies.py" />
            <source>What came is not the {model} that was announced; it was deleted.</source>
            <translation>Was ankam, ist nicht das angekündigte {model}; es wurde gelöscht.</translation>
        </message>
        <message>
            <location filename="../../app/node/copies.py" />
            <source>Copy it again, or from another device.</source>
            <translation>Kopieren Sie es noch einmal oder von einem anderen Gerät.</translation>
        </message>
        <message>
            <location filename="../../app/node/copy_run.py" />
            <source>{name}: {reason}</source>
            <translation>{name} – {reason}</translation>
        </message>
        <message>
            <location filename="../../app/node/copy_run.py" />
            <source>{model} cannot be copied now ({reasons}).</source>
            <translation>{model} kann zurzeit nicht kopiert werden ({reasons}).</translation>
        </message>
        <message>
            <location filename="../../app/node/copy_run.py" />
            <source>Try again later. What has arrived is kept.</source>
            <translation>Versuchen Sie es später noch einmal. Was angekommen ist, bleibt erhalten.</translation>
        </message>
        <message>
            <location filename="../../app/node/copy_run.py" />
            <source>Nobody gives it</source>
            <translation>Niemand gibt es ab</translation>
        </message>
        <message>
            <location filename="../../app/node/copy_run.py" />
            <source>The disk of the models folder has no room for {model}: {missing} more must be free.</source>
            <translation>Auf der Festplatte des Modellordners ist kein Platz für {model}: Es müssen noch {missing} frei werden.</translation>
        </message>
        <message>
            <location filename="../../app/node/copy_run.py" />
            <source>Make room, then go on. What has arrived is kept.</source>
            <translation>Schaffen Sie Platz und machen Sie dann weiter. Was angekommen ist, bleibt erhalten.</translation>
        </message>
        <message>
            <location filename="../../app/node/copy_run.py" />
            <source>The files of {model} are not what their sender says of them.</source>
            <translation>Die Dateien von {model} entsprechen nicht dem, was ihr Absender angibt.</translation>
        </message>
        <message>
            <location filename="../../app/node/copy_run.py" />
            <source>Discard it, and copy it anew.</source>
            <translation>Verwerfen Sie es und kopieren Sie es neu.</translation>
        </message>
        <message>
            <location filename="../../app/node/copy_run.py" />
            <source>Damaged at its source</source>
            <translation>Schon beim Absender beschädigt</translation>
        </message>
        <message>
            <location filename="../../app/node/copy_run.py" />
            <source>Look after the disk, then go on. What has arrived is kept.</source>
            <translation>Prüfen Sie die Festplatte und machen Sie dann weiter. Was angekommen ist, bleibt erhalten.</translation>
        </message>
        <message>
            <location filename="../../app/node/copy_run.py" />
            <location filename="../../app/ui/chat/turns.py" />
            <location filename="../../app/ui/present/transfers.py" />
            <source>Stopped</source>
            <translation>Angehalten</translation>
        </message>
        <message>
            <location filename="../../app/node/copy_run.py" />
            <source>Copying {model} was stopped.</source>
            <translation>Das Kopieren von {model} wurde angehalten.</translation>
        </message>
        <message>
            <location filename="../../app/node/copy_run.py" />
            <source>Nobody who is there has it: it goes on when a device that has it comes.</source>
            <translation>Kein Gerät, das gerade da ist, hat es: Es geht weiter, sobald eines kommt, das es hat.</translation>
        </message>
        <message>
            <location filename="../../app/node/copy_run.py" />
            <source>{names} reads its file first, to know what is in it: {read} of {total}.</source>
            <translation>Zuerst wird die Datei auf {names} eingelesen, um ihren Inhalt zu kennen: {read} von {total}.</translation>
        </message>
        <message>
            <location filename="../../app/node/copy_run.py" />
            <source>Waiting for {names}.</source>
            <translation>Wartet auf {names}.</translation>
        </message>
        <message>
            <location filename="../../app/node/departures.py" />
            <source>{name} has left.</source>
            <translation>{name} ist nicht mehr da.</translation>
        </message>
        <message>
            <location filename="../../app/node/departures.py" />
            <source>{name} was quit.</source>
            <translation>{name} wurde beendet.</translation>
        </message>
        <message>
            <location filename="../../app/node/departures.py" />
            <source>{name} went to sleep.</source>
            <translation>{name} ist in den Ruhezustand gegangen.</translation>
        </message>
        <message>
            <location filename="../../app/node/departures.py" />
            <source>{name} left the swarm.</source>
            <translation>{name} hat den Schwarm verlassen.</translation>
        </message>
        <message>
            <location filename="../../app/node/departures.py" />
            <source>{name} stopped sharing.</source>
            <translation>{name} teilt keinen Arbeitsspeicher mehr.</translation>
        </message>
        <message>
            <location filename="../../app/node/departures.py" />
            <source>{name} lends less now.</source>
            <translation>{name} teilt jetzt weniger Arbeitsspeicher.</translation>
        </message>
        <message>
            <location filename="../../app/node/directory.py" />
            <location filename="../../app/node/serving.py" />
            <source>Unknown model</source>
            <translation>Unbekanntes Modell</translation>
        </message>
        <message>
            <location filename="../../app/node/directory.py" />
            <source>There is no model named {model} on the devices that are there now.</source>
            <translation>Auf den Geräten, die gerade da sind, gibt es kein Modell namens {model}.</translation>
        </message>
        <message>
            <location filename="../../app/node/directory.py" />
            <source>Models that are: {models}.</source>
            <translation>Diese Modelle gibt es: {models}.</translation>
        </message>
        <message>
            <location filename="../../app/node/directory.py" />
            <source>Models that are: none.</source>
            <translation>Zurzeit gibt es keine Modelle.</translation>
        </message>
        <message>
            <location filename="../../app/node/directory.py" />
            <source>No model</source>
            <translation>Kein Modell</translation>
        </message>
        <message>
            <location filename="../../app/node/directory.py" />
            <source>No device that is there now has a model.</source>
            <translation>Kein Gerät, das gerade da ist, hat ein Modell.</translation>
        </message>
        <message>
            <location filename="../../app/node/downloads.py" />
            <source>It begins.</source>
            <translation>Es fängt an.</translation>
        </message>
        <message>
            <location filename="../../app/node/downloads.py" />
            <location filename="../../app/node/library.py" />
            <source>No such transfer</source>
            <translation>Unbekannte Übertragung</translation>
        </message>
        <message>
            <location filename="../../app/node/downloads.py" />
            <location filename="../../app/node/library.py" />
            <source>There is no transfer {id}.</source>
            <translation>Es gibt keine Übertragung {id}.</translation>
        </message>
        <message>
            <location filename="../../app/node/downloads.py" />
            <source>See hearth models transfers.</source>
            <translation>Siehe „hearth models transfers“.</translation>
        </message>
        <message>
            <location filename="../../app/node/downloads.py" />
            <source>It waits until another download is done.</source>
            <translation>Es wartet, bis ein anderer Download fertig ist.</translation>
        </message>
        <message>
            <location filename="../../app/node/downloads.py" />
            <source>Cannot be deleted</source>
            <translation>Kann nicht gelöscht werden</translation>
        </message>
        <message>
            <location filename="../../app/node/downloads.py" />
            <source>What has arrived cannot be deleted: {why}.</source>
            <translation>Was angekommen ist, kann nicht gelöscht werden: {why}.</translation>
        </message>
        <message>
            <location filename="../../app/node/given_workers.py" />
            <source>A given worker is gone</source>
            <translation>Ein angegebener Worker ist nicht mehr da</translation>
        </message>
        <message>
            <location filename="../../app/node/given_workers.py" />
            <source>{device} does not answer.</source>
            <translation>{device} antwortet nicht.</translation>
        </message>
        <message>
            <location filename="../../app/node/given_workers.py" />
            <source>it serves another program, or is no RPC server</source>
            <translation>er bedient ein anderes Programm oder ist kein RPC-Server</translation>
        </message>
        <message>
            <location filename="../../app/node/given_workers.py" />
            <source>It gives no answer ({reason}).</source>
            <translation>Er gibt keine Antwort ({reason}).</translation>
        </message>
        <message>
            <location filename="../../app/node/given_workers.py" />
            <source>It speaks RPC {theirs} of llama.cpp, Hearth speaks {ours}.</source>
            <translation>Er spricht RPC {theirs} von llama.cpp, Hearth spricht {ours}.</translation>
        </message>
        <message>
            <location filename="../../app/node/given_workers.py" />
            <source>Worker {address} is not used</source>
            <translation>Der Worker {address} wird nicht benutzt</translation>
        </message>
        <message>
            <location filename="../../app/node/given_workers.py" />
            <source>Start it there, or take its address out of the setting `workers`.</source>
            <translation>Starten Sie ihn dort oder nehmen Sie seine Adresse aus der Einstellung „workers“ heraus.</translation>
        </message>
        <message>
            <location filename="../../app/node/guest.py" />
            <source>it is being quit</source>
            <translation>es wird gerade beendet</translation>
        </message>
        <message>
            <location filename="../../app/node/guest.py" />
            <source>it is going to sleep</source>
            <translation>es geht gerade in den Ruhezustand</translation>
        </message>
        <message>
            <location filename="../../app/node/guest.py" />
            <source>it is leaving the swarm</source>
            <translation>es verlässt gerade den Schwarm</translation>
        </message>
        <message>
            <location filename="../../app/node/guest.py" />
            <source>its owner has paused sharing</source>
            <translation>sein Besitzer hat das Teilen pausiert</translation>
        </message>
        <message>
            <location filename="../../app/node/guest.py" />
            <source>it lends no memory</source>
            <translation>es teilt keinen Arbeitsspeicher</translation>
        </message>
        <message>
            <location filename="../../app/node/guest.py" />
            <source>Sharing can be paused until a later time only.</source>
            <translation>Das Teilen lässt sich nur bis zu einem späteren Zeitpunkt pausieren.</translation>
        </message>
        <message>
            <location filename="../../app/node/guest.py" />
            <source>That time has passed</source>
            <translation>Dieser Zeitpunkt ist vorbei</translation>
        </message>
        <message>
            <location filename="../../app/node/household.py" />
            <source>This is the device itself</source>
            <translation>Das ist dieses Gerät selbst</translation>
        </message>
        <message>
            <location filename="../../app/node/household.py" />
            <source>A device is not removed by itself.</source>
            <translation>Ein Gerät entfernt sich nicht selbst.</translation>
        </message>
        <message>
            <location filename="../../app/node/household.py" />
            <source>Use Leave, or remove it from another device.</source>
            <translation>Verlassen Sie den Schwarm oder entfernen Sie es von einem anderen Gerät aus.</translation>
        </message>
        <message>
            <location filename="../../app/node/household.py" />
            <source>No device {id} is known in this swarm.</source>
            <translation>In diesem Schwarm ist kein Gerät {id} bekannt.</translation>
        </message>
        <message>
            <location filename="../../app/node/household.py" />
            <source>No such device</source>
            <translation>Unbekanntes Gerät</translation>
        </message>
        <message>
            <location filename="../../app/node/household.py" />
            <source>{name} is out of the swarm.</source>
            <translation>{name} gehört nicht mehr zum Schwarm.</translation>
        </message>
        <message>
            <location filename="../../app/node/household.py" />
            <source>Already removed</source>
            <translation>Schon entfernt</translation>
        </message>
        <message>
            <location filename="../../app/node/household.py" />
            <source>Removed</source>
            <translation>Entfernt</translation>
        </message>
        <message>
            <location filename="../../app/node/household.py" />
            <source>{name} was removed from this swarm.</source>
            <translation>{name} wurde aus diesem Schwarm entfernt.</translation>
        </message>
        <message>
            <location filename="../../app/node/household.py" />
            <source>The connection to the swarm is being started.</source>
            <translation>Die Verbindung zum Schwarm wird gerade aufgebaut.</translation>
        </message>
        <message>
            <location filename="../../app/node/household.py" />
            <source>Not connected yet</source>
            <translation>Noch nicht verbunden</translation>
        </message>
        <message>
            <location filename="../../app/node/household.py" />
            <location filename="../../app/node/problems.py" />
            <location filename="../../app/ui/bridge.py" />
            <location filename="../../app/ui/chat/stream.py" />
            <location filename="../../app/ui/help/helping.py" />
            <source>Try again in a moment.</source>
            <translation>Versuchen Sie es gleich noch einmal.</translation>
        </message>
        <message>
            <location filename="../../app/node/hub.py" />
            <source>the hub</source>
            <translation>der Hub</translation>
        </message>
        <message>
            <location filename="../../app/node/hub.py" />
            <source>Nothing to look for</source>
            <translation>Nichts zu suchen</translation>
        </message>
        <message>
            <location filename="../../app/node/hub.py" />
            <source>A search has 1 to {most} characters.</source>
            <translation>Eine Suche hat 1 bis {most} Zeichen.</translation>
        </message>
        <message>
            <location filename="../../app/node/hub.py" />
            <source>{model} is on this computer's disk.</source>
            <translation>{model} liegt auf der Festplatte dieses Computers.</translation>
        </message>
        <message>
            <location filename="../../app/node/hub.py" />
            <location filename="../../app/node/library.py" />
            <source>Already here</source>
            <translation>Schon da</translation>
        </message>
        <message>
            <location filename="../../app/node/hub.py" />
            <source>Use it.</source>
            <translation>Sie können es benutzen.</translation>
        </message>
        <message>
            <location filename="../../app/node/hub.py" />
            <source>A device of the household has it: it is copied from there.</source>
            <translation>Ein Gerät im Haushalt hat es: Es wird von dort kopiert.</translation>
        </message>
        <message>
            <location filename="../../app/node/hub.py" />
            <source>Getting {model}. {explanation}</source>
            <translation>{model} wird geholt. {explanation}</translation>
        </message>
        <message>
            <location filename="../../app/node/invite_book.py" />
            <source>{name} ({id})</source>
            <translation>{name} ({id})</translation>
        </message>
        <message>
            <location filename="../../app/node/invite_book.py" />
            <source>This invite is not open any more.</source>
            <translation>Diese Einladung ist nicht mehr offen.</translation>
        </message>
        <message>
            <location filename="../../app/node/invite_book.py" />
            <source>The Swarm window shows those that are.</source>
            <translation>Das Schwarm-Fenster zeigt, welche noch offen sind.</translation>
        </message>
        <message>
            <location filename="../../app/node/invite_book.py" />
            <source>No such invite</source>
            <translation>Unbekannte Einladung</translation>
        </message>
        <message>
            <location filename="../../app/node/invite_book.py" />
            <source>This device does not wait any more: it went away, or was answered already.</source>
            <translation>Dieses Gerät wartet nicht mehr: Es ist nicht mehr da oder hat schon eine Antwort bekommen.</translation>
        </message>
        <message>
            <location filename="../../app/node/invite_book.py" />
            <source>No such newcomer</source>
            <translation>Gerät wartet nicht mehr</translation>
        </message>
        <message>
            <location filename="../../app/node/invites.py" />
            <source>An invite is good for more than 0 and at most {hours} hours.</source>
            <translation>Eine Einladung gilt für mehr als 0 und höchstens {hours} Stunden.</translation>
        </message>
        <message>
            <location filename="../../app/node/invites.py" />
            <source>Time not usable</source>
            <translation>Ungültige Zeit</translation>
        </message>
        <message>
            <location filename="../../app/node/invites.py" />
            <source>The usual time is a day.</source>
            <translation>Üblich ist ein Tag.</translation>
        </message>
        <message>
            <location filename="../../app/node/invites.py" />
            <source>{count} invites are open already.</source>
            <translation>Es sind schon {count} Einladungen offen.</translation>
        </message>
        <message>
            <location filename="../../app/node/invites.py" />
            <source>Too many invites</source>
            <translation>Zu viele Einladungen</translation>
        </message>
        <message>
            <location filename="../../app/node/invites.py" />
            <source>Cancel one that is not needed.</source>
            <translation>Ziehen Sie eine zurück, die nicht gebraucht wird.</translation>
        </message>
        <message>
            <location filename="../../app/node/invites.py" />
            <source>The device went away</source>
            <translation>Das Gerät ist nicht mehr da</translation>
        </message>
        <message>
            <location filename="../../app/node/invites.py" />
            <source>{name} was accepted, but it went away before it could be let in. Its invite is used up.</source>
            <translation>{name} sollte hereingelassen werden, war aber nicht mehr da. Die Einladung dafür ist verbraucht.</translation>
        </message>
        <message>
            <location filename="../../app/node/invites.py" />
            <source>Make a new invite for it.</source>
            <translation>Erstellen Sie eine neue Einladung dafür.</translation>
        </message>
        <message>
            <location filename="../../app/node/invites.py" />
            <source>{name} was let in.</source>
            <translation>{name} wurde hereingelassen.</translation>
        </message>
        <message>
            <location filename="../../app/node/invites.py" />
            <source>Invite {number} was stopped</source>
            <translation>Einladung {number} wurde gesperrt</translation>
        </message>
        <message>
            <location filename="../../app/node/invites.py" />
            <source>{count} attempts with it came to nothing: somebody may have been guessing its words.</source>
            <translation>{count} Versuche mit ihr sind gescheitert: Vielleicht hat jemand ihre Wörter erraten wollen.</translation>
        </message>
        <message>
            <location filename="../../app/node/invites.py" />
            <source>Nobody was let in. If it was you, make a new invite.</source>
            <translation>Niemand wurde hereingelassen. Wenn Sie es waren, erstellen Sie eine neue Einladung.</translation>
        </message>
        <message>
            <location filename="../../app/node/invites.py" />
            <source>An attempt with invite {number} came to nothing ({failures} of {most}).</source>
            <translation>Ein Versuch mit Einladung {number} ist gescheitert ({failures} von {most}).</translation>
        </message>
        <message>
            <location filename="../../app/node/keys.py" />
            <source>A key has a name of 1 to {most} characters, such as that of the program that uses it.</source>
            <translation>Ein Schlüssel hat einen Namen mit 1 bis {most} Zeichen, etwa den des Programms, das ihn benutzt.</translation>
        </message>
        <message>
            <location filename="../../app/node/keys.py" />
            <location filename="../../app/node/options.py" />
            <source>Name not usable</source>
            <translation>Ungültiger Name</translation>
        </message>
        <message>
            <location filename="../../app/node/keys.py" />
            <source>There is a key {name} already.</source>
            <translation>Einen Schlüssel {name} gibt es schon.</translation>
        </message>
        <message>
            <location filename="../../app/node/keys.py" />
            <source>Name is taken</source>
            <translation>Name ist vergeben</translation>
        </message>
        <message>
            <location filename="../../app/node/keys.py" />
            <source>Remove it first.</source>
            <translation>Entfernen Sie ihn zuerst.</translation>
        </message>
        <message>
            <location filename="../../app/node/keys.py" />
            <source>There are {count} keys.</source>
            <translation>Es gibt {count} Schlüssel.</translation>
        </message>
        <message>
            <location filename="../../app/node/keys.py" />
            <source>Too many keys</source>
            <translation>Zu viele Schlüssel</translation>
        </message>
        <message>
            <location filename="../../app/node/keys.py" />
            <source>Remove some first.</source>
            <translation>Entfernen Sie zuerst einige.</translation>
        </message>
        <message>
            <location filename="../../app/node/keys.py" />
            <source>There is no key {name}.</source>
            <translation>Es gibt keinen Schlüssel {name}.</translation>
        </message>
        <message>
            <location filename="../../app/node/keys.py" />
            <source>No such key</source>
            <translation>Unbekannter Schlüssel</translation>
        </message>
        <message>
            <location filename="../../app/node/keys.py" />
            <source>Keys not kept</source>
            <translation>Schlüssel nicht gespeichert</translation>
        </message>
        <message>
            <location filename="../../app/node/keys.py" />
            <source>{path} cannot be written: {why}.</source>
            <translation>{path} kann nicht geschrieben werden: {why}.</translation>
        </message>
        <message>
            <location filename="../../app/node/library.py" />
            <source>{model} was deleted from this device.</source>
            <translation>{model} wurde von diesem Gerät gelöscht.</translation>
        </message>
        <message>
            <location filename="../../app/node/library.py" />
            <source>It is on {names}, and only its owner can delete it there.</source>
            <translation>Es liegt auf {names}, und nur der Besitzer kann es dort löschen.</translation>
        </message>
        <message>
            <location filename="../../app/node/library.py" />
            <source>{model} is not on this device.</source>
            <translation>{model} ist nicht auf diesem Gerät.</translation>
        </message>
        <message>
            <location filename="../../app/node/library.py" />
            <source>Not here</source>
            <translation>Nicht hier</translation>
        </message>
        <message>
            <location filename="../../app/node/library.py" />
            <source>{model} is on this device already.</source>
            <translation>{model} ist schon auf diesem Gerät.</translation>
        </message>
        <message>
            <location filename="../../app/node/library.py" />
            <source>It is on {names}, which is not there now.</source>
            <translation>Es liegt auf {names}, zurzeit nicht erreichbar.</translation>
        </message>
        <message>
            <location filename="../../app/node/library.py" />
            <source>Models that can be copied: {models}.</source>
            <translation>Modelle, die kopiert werden können: {models}.</translation>
        </message>
        <message>
            <location filename="../../app/node/library.py" />
            <source>Models that can be copied: none.</source>
            <translation>Zurzeit kann kein Modell kopiert werden.</translation>
        </message>
        <message>
            <location filename="../../app/node/library.py" />
            <location filename="../../app/node/serving.py" />
            <source>No device that is there now has {model}.</source>
            <translation>Kein Gerät, das gerade da ist, hat {model}.</translation>
        </message>
        <message>
            <location filename="../../app/node/library.py" />
            <source>Nobody has it</source>
            <translation>Niemand hat es</translation>
        </message>
        <message>
            <location filename="../../app/node/library.py" />
            <source>{name} (through {relay})</source>
            <translation>{name} (über {relay})</translation>
        </message>
        <message>
            <location filename="../../app/node/link_keeper.py" />
            <source>Link not ready</source>
            <translation>Verbindung nicht bereit</translation>
        </message>
        <message>
            <location filename="../../app/node/link_keeper.py" />
            <source>The connection to the other devices is being started again.</source>
            <translation>Die Verbindung zu den anderen Geräten wird gerade neu aufgebaut.</translation>
        </message>
        <message>
            <location filename="../../app/node/load_progress.py" />
            <location filename="../../app/ui/chat/heard.py" />
            <source>loading layers</source>
            <translation>Schichten werden geladen</translation>
        </message>
        <message>
            <location filename="../../app/node/load_progress.py" />
            <location filename="../../app/ui/chat/heard.py" />
            <source>getting ready</source>
            <translation>wird bereit gemacht</translation>
        </message>
        <message>
            <location filename="../../app/node/load_progress.py" />
            <location filename="../../app/ui/chat/heard.py" />
            <source>starting</source>
            <translation>wird gestartet</translation>
        </message>
        <message>
            <location filename="../../app/node/load_tasks.py" />
            <source>Loading {model} was stopped.</source>
            <translation>Das Laden von {model} wurde abgebrochen.</translation>
        </message>
        <message>
            <location filename="../../app/node/load_tasks.py" />
            <source>Loading ended</source>
            <translation>Laden abgebrochen</translation>
        </message>
        <message>
            <location filename="../../app/node/load_turns.py" />
            <source>another model</source>
            <translation>ein anderes Modell</translation>
        </message>
        <message>
            <location filename="../../app/node/load_turns.py" />
            <location filename="../../app/ui/chat/heard.py" />
            <source>waits for {model} to be loaded</source>
            <translation>wartet, bis {model} geladen ist</translation>
        </message>
        <message>
            <location filename="../../app/node/loading.py" />
            <source>Ending</source>
            <translation>Wird beendet</translation>
        </message>
        <message>
            <location filename="../../app/node/loading.py" />
            <source>Hearth is about to end on this device.</source>
            <translation>Hearth wird auf diesem Gerät gerade beendet.</translation>
        </message>
        <message>
            <location filename="../../app/node/loading.py" />
            <source>this device</source>
            <translation>dieses Gerät</translation>
        </message>
        <message>
            <location filename="../../app/node/loading.py" />
            <source>{loss}: {model} is not loaded any more.</source>
            <translation>{loss}: {model} ist nicht mehr geladen.</translation>
        </message>
        <message>
            <location filename="../../app/node/losses.py" />
            <source>it is about to stop sharing</source>
            <translation>es teilt gleich keinen Arbeitsspeicher mehr</translation>
        </message>
        <message>
            <location filename="../../app/node/meeting.py" />
            <source>Network not started</source>
            <translation>Netzwerk nicht gestartet</translation>
        </message>
        <message>
            <location filename="../../app/node/meeting.py" />
            <source>The connection to the swarm could not be started ({why}).</source>
            <translation>Die Verbindung zum Schwarm konnte nicht aufgebaut werden ({why}).</translation>
        </message>
        <message>
            <location filename="../../app/node/meeting.py" />
            <source>Quit Hearth and start it again.</source>
            <translation>Beenden Sie Hearth und starten Sie es neu.</translation>
        </message>
        <message>
            <location filename="../../app/node/membership.py" />
            <source>This request is not understood here.</source>
            <translation>Diese Anfrage wird hier nicht verstanden.</translation>
        </message>
        <message>
            <location filename="../../app/node/model_removal.py" />
            <source>It belongs to Hearth.</source>
            <translation>Es gehört zu Hearth.</translation>
        </message>
        <message>
            <location filename="../../app/node/model_removal.py" />
            <source>Its file is in {folder}, where Hearth only reads.</source>
            <translation>Seine Datei liegt in {folder}, wo Hearth nur liest.</translation>
        </message>
        <message>
            <location filename="../../app/node/model_removal.py" />
            <source>{model} cannot be deleted. {why}</source>
            <translation>{model} kann nicht gelöscht werden. {why}</translation>
        </message>
        <message>
            <location filename="../../app/node/model_removal.py" />
            <source>Not deleted</source>
            <translation>Nicht gelöscht</translation>
        </message>
        <message>
            <location filename="../../app/node/model_removal.py" />
            <source>{model} is answering.</source>
            <translation>{model} antwortet gerade.</translation>
        </message>
        <message>
            <location filename="../../app/node/model_removal.py" />
            <source>{model} is being loaded.</source>
            <translation>{model} wird gerade geladen.</translation>
        </message>
        <message>
            <location filename="../../app/node/model_removal.py" />
            <source>In use</source>
            <translation>Wird gerade benutzt</translation>
        </message>
        <message>
            <location filename="../../app/node/model_removal.py" />
            <source>Unload it first, then delete it.</source>
            <translation>Entladen Sie es zuerst und löschen Sie es dann.</translation>
        </message>
        <message>
            <location filename="../../app/node/model_removal.py" />
            <source>{file} cannot be deleted: {why}.</source>
            <translation>{file} kann nicht gelöscht werden: {why}.</translation>
        </message>
        <message>
            <location filename="../../app/node/newcomer.py" />
            <source>Ask for a new invite on the other device.</source>
            <translation>Lassen Sie sich auf dem anderen Gerät eine neue Einladung geben.</translation>
        </message>
        <message>
            <location filename="../../app/node/newcomer.py" />
            <source>The code is not right</source>
            <translation>Der Code stimmt nicht</translation>
        </message>
        <message>
            <location filename="../../app/node/newcomer.py" />
            <source>A device has an invite of this number, but with other words.</source>
            <translation>Ein Gerät hat eine Einladung mit dieser Nummer, aber mit anderen Wörtern.</translation>
        </message>
        <message>
            <location filename="../../app/node/newcomer.py" />
            <source>Compare the words with the other device. After five wrong attempts the invite is stopped.</source>
            <translation>Vergleichen Sie die Wörter mit dem anderen Gerät. Nach fünf falschen Versuchen wird die Einladung gesperrt.</translation>
        </message>
        <message>
            <location filename="../../app/node/newcomer.py" />
            <source>The code was used already</source>
            <translation>Der Code wurde schon benutzt</translation>
        </message>
        <message>
            <location filename="../../app/node/newcomer.py" />
            <source>An invite lets one device in, and it has.</source>
            <translation>Eine Einladung lässt ein einziges Gerät herein, und das ist schon geschehen.</translation>
        </message>
        <message>
            <location filename="../../app/node/newcomer.py" />
            <source>The code has run out</source>
            <translation>Der Code ist abgelaufen</translation>
        </message>
        <message>
            <location filename="../../app/node/newcomer.py" />
            <source>The time in which this invite could be used is over.</source>
            <translation>Die Zeit, in der diese Einladung benutzt werden konnte, ist vorbei.</translation>
        </message>
        <message>
            <location filename="../../app/node/newcomer.py" />
            <source>The invite was taken back</source>
            <translation>Die Einladung wurde zurückgezogen</translation>
        </message>
        <message>
            <location filename="../../app/node/newcomer.py" />
            <source>The other device has taken this invite back.</source>
            <translation>Das andere Gerät hat diese Einladung zurückgezogen.</translation>
        </message>
        <message>
            <location filename="../../app/node/newcomer.py" />
            <source>The invite was stopped</source>
            <translation>Die Einladung wurde gesperrt</translation>
        </message>
        <message>
            <location filename="../../app/node/newcomer.py" />
            <source>Too many attempts with this invite came to nothing.</source>
            <translation>Zu viele Versuche mit dieser Einladung sind gescheitert.</translation>
        </message>
        <message>
            <location filename="../../app/node/newcomer.py" />
            <source>Not let in</source>
            <translation>Nicht hereingelassen</translation>
        </message>
        <message>
            <location filename="../../app/node/newcomer.py" />
            <source>The owner of the other device did not accept this one.</source>
            <translation>Der Besitzer des anderen Geräts hat dieses Gerät nicht hereingelassen.</translation>
        </message>
        <message>
            <location filename="../../app/node/newcomer.py" />
            <source>This device was removed</source>
            <translation>Dieses Gerät wurde entfernt</translation>
        </message>
        <message>
            <location filename="../../app/node/newcomer.py" />
            <source>It was removed from that swarm, and a removed device is not let in again.</source>
            <translation>Es wurde aus jenem Schwarm entfernt, und ein entferntes Gerät wird nicht wieder hereingelassen.</translation>
        </message>
        <message>
            <location filename="../../app/node/newcomer.py" />
            <source>Ask the swarm's owner.</source>
            <translation>Fragen Sie den Besitzer des Schwarms.</translation>
        </message>
        <message>
            <location filename="../../app/node/newcomer.py" />
            <source>Nobody answered</source>
            <translation>Niemand hat geantwortet</translation>
        </message>
        <message>
            <location filename="../../app/node/newcomer.py" />
            <source>Nobody accepted this device on the other one within five minutes.</source>
            <translation>Auf dem anderen Gerät hat innerhalb von fünf Minuten niemand dieses Gerät hereingelassen.</translation>
        </message>
        <message>
            <location filename="../../app/node/newcomer.py" />
            <source>Join with the same code again when somebody is there.</source>
            <translation>Treten Sie mit demselben Code noch einmal bei, wenn jemand da ist.</translation>
        </message>
        <message>
            <location filename="../../app/node/newcomer.py" />
            <source>The code is being used</source>
            <translation>Der Code wird gerade benutzt</translation>
        </message>
        <message>
            <location filename="../../app/node/newcomer.py" />
            <source>Another device has used this code and waits to be accepted.</source>
            <translation>Ein anderes Gerät hat diesen Code benutzt und wartet darauf, hereingelassen zu werden.</translation>
        </message>
        <message>
            <location filename="../../app/node/newcomer.py" />
            <source>If that is not one of yours, reject it on the other device and make a new invite.</source>
            <translation>Wenn es keines von Ihren ist, weisen Sie es auf dem anderen Gerät ab und erstellen Sie eine neue Einladung.</translation>
        </message>
        <message>
            <location filename="../../app/node/newcomer.py" />
            <source>Other version of Hearth</source>
            <translation>Andere Version von Hearth</translation>
        </message>
        <message>
            <location filename="../../app/node/newcomer.py" />
            <source>The other device has a version of Hearth whose invites this one does not understand.</source>
            <translation>Das andere Gerät hat eine Version von Hearth, deren Einladungen dieses Gerät nicht versteht.</translation>
        </message>
        <message>
            <location filename="../../app/node/newcomer.py" />
            <source>Update Hearth on both devices, or join with the token.</source>
            <translation>Aktualisieren Sie Hearth auf beiden Geräten oder treten Sie mit dem Token bei.</translation>
        </message>
        <message>
            <location filename="../../app/node/newcomer.py" />
            <source>The connection broke off</source>
            <translation>Die Verbindung ist abgebrochen</translation>
        </message>
        <message>
            <location filename="../../app/node/newcomer.py" />
            <source>The other device went away, or did not answer as it should.</source>
            <translation>Das andere Gerät ist nicht mehr da oder hat nicht so geantwortet, wie es sollte.</translation>
        </message>
        <message>
            <location filename="../../app/node/newcomer.py" />
            <source>Join with the same code again.</source>
            <translation>Treten Sie mit demselben Code noch einmal bei.</translation>
        </message>
        <message>
            <location filename="../../app/node/newcomer.py" />
            <source>The inviting device was not found</source>
            <translation>Das einladende Gerät wurde nicht gefunden</translation>
        </message>
        <message>
            <location filename="../../app/node/newcomer.py" />
            <source>No device that answers here has given an invite of this number.</source>
            <translation>Kein Gerät, das hier antwortet, hat eine Einladung mit dieser Nummer gegeben.</translation>
        </message>
        <message>
            <location filename="../../app/node/newcomer.py" />
            <source>Check the number, and that Hearth runs there, on the same network. From another network, the code needs its address: 4821-amber-kettle-otter@home.example:4330.</source>
            <translation>Prüfen Sie die Nummer und ob Hearth dort läuft, im selben Netzwerk. Aus einem anderen Netzwerk braucht der Code die Adresse: 4821-amber-kettle-otter@home.example:4330.</translation>
        </message>
        <message>
            <location filename="../../app/node/newcomer.py" />
            <source>This device has stopped asking.</source>
            <translation>Dieses Gerät fragt nicht mehr.</translation>
        </message>
        <message>
            <location filename="../../app/node/newcomer.py" />
            <source>Asked no more</source>
            <translation>Nicht weiter gefragt</translation>
        </message>
        <message>
            <location filename="../../app/node/newcomer.py" />
            <source>Another network id</source>
            <translation>Eine andere Netzwerkkennung</translation>
        </message>
        <message>
            <location filename="../../app/node/newcomer.py" />
            <source>The other device has the network id "{id}", this one another: they would not meet.</source>
            <translation>Das andere Gerät hat die Netzwerkkennung „{id}“, dieses eine andere: Sie würden sich nicht finden.</translation>
        </message>
        <message>
            <location filename="../../app/node/newcomer.py" />
            <source>The other device has no network id, this one another: they would not meet.</source>
            <translation>Das andere Gerät hat keine Netzwerkkennung, dieses hat eine: Sie würden sich nicht finden.</translation>
        </message>
        <message>
            <location filename="../../app/node/newcomer.py" />
            <source>Set the same network id on both devices, then join with the code again.</source>
            <translation>Stellen Sie auf beiden Geräten dieselbe Netzwerkkennung ein und treten Sie dann mit dem Code noch einmal bei.</translation>
        </message>
        <message>
            <location filename="../../app/node/options.py" />
            <source>A name has 1 to {most} characters.</source>
            <translation>Ein Name hat 1 bis {most} Zeichen.</translation>
        </message>
        <message>
            <location filename="../../app/node/options.py" />
            <source>This name has characters that cannot be shown.</source>
            <translation>Dieser Name enthält Zeichen, die nicht angezeigt werden können.</translation>
        </message>
        <message>
            <location filename="../../app/node/own_models.py" />
            <source>its owner does not share models</source>
            <translation>sein Besitzer teilt keine Modelle</translation>
        </message>
        <message>
            <location filename="../../app/node/phrases.py" />
            <source>{one}; {other}</source>
            <translation>{one}; {other}</translation>
        </message>
        <message>
            <location filename="../../app/node/planning.py" />
            <source>{model} is kept loaded and takes {memory}.</source>
            <translation>{model} wird geladen gehalten und braucht {memory}.</translation>
        </message>
        <message>
            <location filename="../../app/node/planning.py" />
            <source>{name} is left out: {reason}.</source>
            <translation>{name} bleibt außen vor – {reason}.</translation>
        </message>
        <message>
            <location filename="../../app/node/planning.py" />
            <source>Model too large</source>
            <translation>Modell zu groß</translation>
        </message>
        <message>
            <location filename="../../app/node/planning.py" />
            <source>Offer more memory, start Hearth on another laptop, or choose a smaller model.</source>
            <translation>Teilen Sie mehr Arbeitsspeicher, starten Sie Hearth auf einem weiteren Laptop oder wählen Sie ein kleineres Modell.</translation>
        </message>
        <message>
            <location filename="../../app/node/preferences.py" />
            <source>Whether Hearth starts, without a window, when you log in to this computer.</source>
            <translation>Hearth startet ohne Fenster, wenn Sie sich an diesem Computer anmelden.</translation>
        </message>
        <message>
            <location filename="../../app/node/preferences.py" />
            <source>There is no setting {name}.</source>
            <translation>Es gibt keine Einstellung {name}.</translation>
        </message>
        <message>
            <location filename="../../app/node/preferences.py" />
            <source>Unknown setting</source>
            <translation>Unbekannte Einstellung</translation>
        </message>
        <message>
            <location filename="../../app/node/preferences.py" />
            <location filename="../../app/system/settings.py" />
            <location filename="../../app/system/settings_file.py" />
            <source>Wrong setting</source>
            <translation>Falsche Einstellung</translation>
        </message>
        <message>
            <location filename="../../app/node/preferences.py" />
            <source>{name} cannot be {value}; it must be {form}.</source>
            <translation>{name} kann nicht {value} sein; erlaubt ist: {form}.</translation>
        </message>
        <message>
            <location filename="../../app/node/preferences.py" />
            <source>The setting is as it was.</source>
            <translation>Die Einstellung ist, wie sie war.</translation>
        </message>
        <message>
            <location filename="../../app/node/problems.py" />
            <source>Starting</source>
            <translation>Startet</translation>
        </message>
        <message>
            <location filename="../../app/node/problems.py" />
            <location filename="../../app/ui/models/find_page.py" />
            <location filename="../../app/ui/models/own_page.py" />
            <location filename="../../app/ui/present/library.py" />
            <source>Hearth is starting.</source>
            <translation>Hearth startet gerade.</translation>
        </message>
        <message>
            <location filename="../../app/node/reach.py" />
            <source>{count} addresses are kept at most.</source>
            <translation>Es werden höchstens {count} Adressen gespeichert.</translation>
        </message>
        <message>
            <location filename="../../app/node/reach.py" />
            <source>Too many addresses</source>
            <translation>Zu viele Adressen</translation>
        </message>
        <message>
            <location filename="../../app/node/reach.py" />
            <source>No such address</source>
            <translation>Unbekannte Adresse</translation>
        </message>
        <message>
            <location filename="../../app/node/reach.py" />
            <source>{address} was not added.</source>
            <translation>{address} wurde nicht hinzugefügt.</translation>
        </message>
        <message>
            <location filename="../../app/node/reach.py" />
            <source>Look at the list of addresses.</source>
            <translation>Sehen Sie in der Liste der Adressen nach.</translation>
        </message>
        <message>
            <location filename="../../app/node/reach.py" />
            <source>Not an address</source>
            <translation>Keine Adresse</translation>
        </message>
        <message>
            <location filename="../../app/node/reach.py" />
            <source>"{address}" is not an address.</source>
            <translation>„{address}“ ist keine Adresse.</translation>
        </message>
        <message>
            <location filename="../../app/node/reach.py" />
            <source>An address is a name or number, a colon and a port, such as home.example:4329 or 192.168.1.20:4329.</source>
            <translation>Eine Adresse ist ein Name oder eine Nummer, ein Doppelpunkt und ein Port, etwa home.example:4329 oder 192.168.1.20:4329.</translation>
        </message>
        <message>
            <location filename="../../app/node/rebalance.py" />
            <source>The plan that was pinned is possible again.</source>
            <translation>Der beibehaltene Plan ist wieder möglich.</translation>
        </message>
        <message>
            <location filename="../../app/node/rebalance.py" />
            <source>Whether {model} stays loaded could not be written down ({why}).</source>
            <translation>Ob {model} geladen bleibt, konnte nicht gespeichert werden ({why}).</translation>
        </message>
        <message>
            <location filename="../../app/node/rebalance.py" />
            <location filename="../../app/node/serving.py" />
            <source>{model} is not loaded on this device.</source>
            <translation>{model} ist auf diesem Gerät nicht geladen.</translation>
        </message>
        <message>
            <location filename="../../app/node/rebalance.py" />
            <location filename="../../app/node/serving.py" />
            <source>Not loaded here</source>
            <translation>Hier nicht geladen</translation>
        </message>
        <message>
            <location filename="../../app/node/rebalance.py" />
            <source>{model} runs as well as it can now.</source>
            <translation>{model} läuft so gut, wie es zurzeit geht.</translation>
        </message>
        <message>
            <location filename="../../app/node/rebalance.py" />
            <source>No better plan</source>
            <translation>Kein besserer Plan</translation>
        </message>
        <message>
            <location filename="../../app/node/rebalance.py" />
            <source>The file of {model} is on another device, which plans it.</source>
            <translation>Die Datei von {model} liegt auf einem anderen Gerät, das die Planung übernimmt.</translation>
        </message>
        <message>
            <location filename="../../app/node/rebalance.py" />
            <source>Not on this device</source>
            <translation>Nicht auf diesem Gerät</translation>
        </message>
        <message>
            <location filename="../../app/node/rebalance.py" />
            <source>Do this on that device.</source>
            <translation>Machen Sie das auf jenem Gerät.</translation>
        </message>
        <message>
            <location filename="../../app/node/rebalance.py" />
            <source>The plan of {model} could not be written down ({why}).</source>
            <translation>Der Plan von {model} konnte nicht gespeichert werden ({why}).</translation>
        </message>
        <message>
            <location filename="../../app/node/rebalance.py" />
            <source>Fits now: enough memory is free here.</source>
            <translation>Passt jetzt: Hier ist genug Arbeitsspeicher frei.</translation>
        </message>
        <message>
            <location filename="../../app/node/rebalance.py" />
            <source>Fits now: {name} came.</source>
            <translation>Passt jetzt: {name} ist dazugekommen.</translation>
        </message>
        <message>
            <location filename="../../app/node/rebalance.py" />
            <source>Fits now: {name} lends enough.</source>
            <translation>Passt jetzt: {name} teilt genug Arbeitsspeicher.</translation>
        </message>
        <message>
            <location filename="../../app/node/rebalance.py" />
            <source>Not kept</source>
            <translation>Nicht gespeichert</translation>
        </message>
        <message>
            <location filename="../../app/node/rebalance.py" />
            <source>It is kept until Hearth ends.</source>
            <translation>Es gilt, bis Hearth beendet wird.</translation>
        </message>
        <message>
            <location filename="../../app/node/roster_exchange.py" />
            <source>{name} was removed by this device.</source>
            <translation>{name} wurde durch dieses Gerät entfernt.</translation>
        </message>
        <message>
            <location filename="../../app/node/roster_exchange.py" />
            <source>{name} was removed by {remover}.</source>
            <translation>{name} wurde durch {remover} entfernt.</translation>
        </message>
        <message>
            <location filename="../../app/node/run.py" />
            <source>{model} is not loaded.</source>
            <translation>{model} ist nicht geladen.</translation>
        </message>
        <message>
            <location filename="../../app/node/run.py" />
            <source>Model not loaded</source>
            <translation>Modell nicht geladen</translation>
        </message>
        <message>
            <location filename="../../app/node/run.py" />
            <source>asking {names} for memory</source>
            <translation>fragt bei {names} nach Arbeitsspeicher</translation>
        </message>
        <message>
            <location filename="../../app/node/run.py" />
            <source>{model} was loaded otherwise: {difference}</source>
            <translation>{model} wurde anders geladen – {difference}</translation>
        </message>
        <message>
            <location filename="../../app/node/run.py" />
            <source>The plan was not followed</source>
            <translation>Der Plan wurde nicht eingehalten</translation>
        </message>
        <message>
            <location filename="../../app/node/run.py" />
            <source>{model} stopped, perhaps because one of its devices left.</source>
            <translation>{model} ist ausgefallen, vielleicht weil eines seiner Geräte nicht mehr da ist.</translation>
        </message>
        <message>
            <location filename="../../app/node/run.py" />
            <source>Ask again: it is loaded anew.</source>
            <translation>Fragen Sie noch einmal: Es wird neu geladen.</translation>
        </message>
        <message>
            <location filename="../../app/node/run.py" />
            <source>Model stopped</source>
            <translation>Modell ausgefallen</translation>
        </message>
        <message>
            <location filename="../../app/node/serving.py" />
            <source>No plan</source>
            <translation>Kein Plan</translation>
        </message>
        <message>
            <location filename="../../app/node/serving.py" />
            <source>The device that has {model} does not answer.</source>
            <translation>Das Gerät, das {model} hat, antwortet nicht.</translation>
        </message>
        <message>
            <location filename="../../app/node/serving.py" />
            <source>Nobody answers</source>
            <translation>Niemand antwortet</translation>
        </message>
        <message>
            <location filename="../../app/node/serving.py" />
            <source>{model} is being loaded on another device.</source>
            <translation>{model} wird gerade auf einem anderen Gerät geladen.</translation>
        </message>
        <message>
            <location filename="../../app/node/serving.py" />
            <source>Loaded elsewhere</source>
            <translation>Anderswo geladen</translation>
        </message>
        <message>
            <location filename="../../app/node/serving.py" />
            <source>loaded there meanwhile</source>
            <translation>inzwischen dort geladen</translation>
        </message>
        <message>
            <location filename="../../app/node/serving.py" />
            <source>The device that has this model has left.</source>
            <translation>Das Gerät, das dieses Modell hat, ist nicht mehr da.</translation>
        </message>
        <message>
            <location filename="../../app/node/serving.py" />
            <source>Device not there</source>
            <translation>Gerät nicht da</translation>
        </message>
        <message>
            <location filename="../../app/node/shelf.py" />
            <source>This device was started without models of its own.</source>
            <translation>Dieses Gerät wurde ohne eigene Modelle gestartet.</translation>
        </message>
        <message>
            <location filename="../../app/node/shelf.py" />
            <source>No models here</source>
            <translation>Keine Modelle hier</translation>
        </message>
        <message>
            <location filename="../../app/node/swarm_side.py" />
            <source>{name} is connected.</source>
            <translation>{name} ist verbunden.</translation>
        </message>
        <message>
            <location filename="../../app/node/swarm_side.py" />
            <source>This is not a request.</source>
            <translation>Das ist keine Anfrage.</translation>
        </message>
        <message>
            <location filename="../../app/node/token_words.py" />
            <source>This device is in no swarm.</source>
            <translation>Dieses Gerät ist in keinem Schwarm.</translation>
        </message>
        <message>
            <location filename="../../app/node/token_words.py" />
            <source>Left the swarm</source>
            <translation>Schwarm verlassen</translation>
        </message>
        <message>
            <location filename="../../app/node/token_words.py" />
            <source>The swarm was left meanwhile.</source>
            <translation>Der Schwarm wurde inzwischen verlassen.</translation>
        </message>
        <message>
            <location filename="../../app/node/token_words.py" />
            <source>Invite again.</source>
            <translation>Laden Sie noch einmal ein.</translation>
        </message>
        <message>
            <location filename="../../app/node/token_words.py" />
            <source>Already a member</source>
            <translation>Schon Mitglied</translation>
        </message>
        <message>
            <location filename="../../app/node/token_words.py" />
            <source>This device is already in the swarm {swarm}.</source>
            <translation>Dieses Gerät ist schon im Schwarm {swarm}.</translation>
        </message>
        <message>
            <location filename="../../app/node/token_words.py" />
            <source>Paste the token on the other device.</source>
            <translation>Fügen Sie den Token auf dem anderen Gerät ein.</translation>
        </message>
        <message>
            <location filename="../../app/node/token_words.py" />
            <source>In another swarm</source>
            <translation>In einem anderen Schwarm</translation>
        </message>
        <message>
            <location filename="../../app/node/token_words.py" />
            <source>This device is in the swarm {swarm}.</source>
            <translation>Dieses Gerät ist im Schwarm {swarm}.</translation>
        </message>
        <message>
            <location filename="../../app/node/token_words.py" />
            <source>Leave it first, then join the other.</source>
            <translation>Verlassen Sie ihn zuerst und treten Sie dann dem anderen bei.</translation>
        </message>
        <message>
            <location filename="../../app/node/token_words.py" />
            <source>Asking to be let in</source>
            <translation>Wartet darauf, hereingelassen zu werden</translation>
        </message>
        <message>
            <location filename="../../app/node/token_words.py" />
            <source>This device asks to be let in by an invite code.</source>
            <translation>Dieses Gerät möchte mit einem Einladungscode hereingelassen werden.</translation>
        </message>
        <message>
            <location filename="../../app/node/token_words.py" />
            <source>Wait for the answer, or leave to ask no more.</source>
            <translation>Warten Sie auf die Antwort oder brechen Sie mit „Verlassen“ ab.</translation>
        </message>
        <message>
            <location filename="../../app/node/token_words.py" />
            <source>The token cannot be kept while the keyring is locked.</source>
            <translation>Der Token kann nicht gespeichert werden, solange der Schlüsselbund gesperrt ist.</translation>
        </message>
        <message>
            <location filename="../../app/node/token_words.py" />
            <source>Unlock the keyring first.</source>
            <translation>Entsperren Sie zuerst den Schlüsselbund.</translation>
        </message>
        <message>
            <location filename="../../app/node/token_words.py" />
            <source>Removed from the swarm</source>
            <translation>Aus dem Schwarm entfernt</translation>
        </message>
        <message>
            <location filename="../../app/node/token_words.py" />
            <source>This device was removed from the swarm {swarm} by {remover}. Its models, settings and conversations are still here.</source>
            <translation>Dieses Gerät wurde durch {remover} aus dem Schwarm {swarm} entfernt. Seine Modelle, Einstellungen und Unterhaltungen sind noch hier.</translation>
        </message>
        <message>
            <location filename="../../app/node/token_words.py" />
            <source>To come back, ask there for an invite or for the new token, and join with it.</source>
            <translation>Um zurückzukommen, lassen Sie sich dort eine Einladung oder den neuen Token geben und treten Sie damit bei.</translation>
        </message>
        <message>
            <location filename="../../app/node/token_words.py" />
            <source>The token is no longer valid</source>
            <translation>Der Token ist nicht mehr gültig</translation>
        </message>
        <message>
            <location filename="../../app/node/token_words.py" />
            <source>The swarm {swarm} has another token by now.</source>
            <translation>Der Schwarm {swarm} hat inzwischen einen anderen Token.</translation>
        </message>
        <message>
            <location filename="../../app/node/token_words.py" />
            <source>Copy the token again from one of its devices; leave the swarm here, and join with the new one.</source>
            <translation>Kopieren Sie den Token neu von einem seiner Geräte; verlassen Sie hier den Schwarm und treten Sie mit dem neuen bei.</translation>
        </message>
        <message>
            <location filename="../../app/node/turns.py" />
            <source>{count} requests wait for {model} already; no more are taken for now.</source>
            <translation>{count} Anfragen warten schon auf {model}; vorerst werden keine weiteren angenommen.</translation>
        </message>
        <message>
            <location filename="../../app/node/turns.py" />
            <source>Ask again in a moment.</source>
            <translation>Fragen Sie gleich noch einmal.</translation>
        </message>
        <message>
            <location filename="../../app/node/upkeep.py" />
            <source>Unloaded: its file is gone.</source>
            <translation>Entladen: Seine Datei ist nicht mehr da.</translation>
        </message>
        <message>
            <location filename="../../app/node/upkeep.py" />
            <source>Unloaded: its file was replaced.</source>
            <translation>Entladen: Seine Datei wurde ersetzt.</translation>
        </message>
        <message>
            <location filename="../../app/node/upkeep.py" />
            <source>{model} is unloaded: its file is gone.</source>
            <translation>{model} wurde entladen: Seine Datei ist nicht mehr da.</translation>
        </message>
        <message>
            <location filename="../../app/node/upkeep.py" />
            <source>{model} is unloaded: its file was replaced.</source>
            <translation>{model} wurde entladen: Seine Datei wurde ersetzt.</translation>
        </message>
        <message>
            <location filename="../../app/node/upkeep.py" />
            <source>Unloaded: nobody asked for it for an hour.</source>
            <translation>Entladen: Seit einer Stunde hat niemand danach gefragt.</translation>
        </message>
        <message>
            <location filename="../../app/node/upkeep.py" />
            <source>Unloaded: nobody asked for it for {count} hours.</source>
            <translation>Entladen: Seit {count} Stunden hat niemand danach gefragt.</translation>
        </message>
        <message>
            <location filename="../../app/node/upkeep.py" />
            <source>Unloaded: nobody asked for it for a minute.</source>
            <translation>Entladen: Seit einer Minute hat niemand danach gefragt.</translation>
        </message>
        <message>
            <location filename="../../app/node/upkeep.py" />
            <source>Unloaded: nobody asked for it for {count} minutes.</source>
            <translation>Entladen: Seit {count} Minuten hat niemand danach gefragt.</translation>
        </message>
        <message>
            <location filename="../../app/node/upkeep.py" />
            <source>Unloaded: nobody asked for it for a second.</source>
            <translation>Entladen: Seit einer Sekunde hat niemand danach gefragt.</translation>
        </message>
        <message>
            <location filename="../../app/node/upkeep.py" />
            <source>Unloaded: nobody asked for it for {count} seconds.</source>
            <translation>Entladen: Seit {count} Sekunden hat niemand danach gefragt.</translation>
        </message>
        <message>
            <location filename="../../app/node/view.py" />
            <source>through {name}</source>
            <translation>über {name}</translation>
        </message>
        <message>
            <location filename="../../app/node/view.py" />
            <source>holds {model}, all {count} layers</source>
            <translation>hält {model}, alle {count} Schichten</translation>
        </message>
        <message>
            <location filename="../../app/node/view.py" />
            <source>is loading {model}, all {count} layers</source>
            <translation>lädt {model}, alle {count} Schichten</translation>
        </message>
        <message>
            <location filename="../../app/node/view.py" />
            <source>holds {layers} of {model}</source>
            <translation>hält {layers} von {model}</translation>
        </message>
        <message>
            <location filename="../../app/node/view.py" />
            <source>is loading {layers} of {model}</source>
            <translation>lädt {layers} von {model}</translation>
        </message>
        <message>
            <location filename="../../app/node/view.py" />
            <location filename="../../app/ui/chat/heard.py" />
            <source>{name} is loading it</source>
            <translation>{name} lädt es</translation>
        </message>
        <message>
            <location filename="../../app/node/view.py" />
            <source>{sentence}.</source>
            <translation>{sentence}.</translation>
        </message>
        <message>
            <location filename="../../app/node/view.py" />
            <source>Loading {model}: {step}.</source>
            <translation>{model} wird geladen – {step}.</translation>
        </message>
        <message>
            <location filename="../../app/node/view.py" />
            <source>Loading {model}: {step}, {done} of {total}.</source>
            <translation>{model} wird geladen – {step}, {done} von {total}.</translation>
        </message>
        <message>
            <location filename="../../app/node/view.py" />
            <source>Loading {model}: {step}, {done} of {total}, {time_left}.</source>
            <translation>{model} wird geladen – {step}, {done} von {total}, {time_left}.</translation>
        </message>
        <message>
            <location filename="../../app/node/view.py" />
            <source>Writing an answer with {model} on {name}.</source>
            <translation>Schreibt eine Antwort mit {model} auf {name}.</translation>
        </message>
        <message>
            <location filename="../../app/node/view.py" />
            <source>Writing {count} answers with {model} on {name}.</source>
            <translation>Schreibt {count} Antworten mit {model} auf {name}.</translation>
        </message>
        <message>
            <location filename="../../app/node/view.py" />
            <source>a peer</source>
            <translation>einem anderen Gerät</translation>
        </message>
        <message>
            <location filename="../../app/node/view.py" />
            <source>Writing an answer with {model} on {devices} devices.</source>
            <translation>Schreibt eine Antwort mit {model} auf {devices} Geräten.</translation>
        </message>
        <message>
            <location filename="../../app/node/view.py" />
            <source>Writing {count} answers with {model} on {devices} devices.</source>
            <translation>Schreibt {count} Antworten mit {model} auf {devices} Geräten.</translation>
        </message>
        <message>
            <location filename="../../app/system/address_kinds.py" />
            <source>host:port, such as 192.168.1.20:4329; several with commas between them</source>
            <translation>host:port, etwa 192.168.1.20:4329; mehrere durch Kommas getrennt</translation>
        </message>
        <message>
            <location filename="../../app/system/address_kinds.py" />
            <source>a libp2p address such as /ip4/192.168.1.20/tcp/4001{peer}; several with commas between them</source>
            <translation>eine libp2p-Adresse wie /ip4/192.168.1.20/tcp/4001{peer}; mehrere durch Kommas getrennt</translation>
        </message>
        <message>
            <location filename="../../app/system/address_kinds.py" />
            <source>a text of at most {most} characters on one line</source>
            <translation>ein Text von höchstens {most} Zeichen in einer Zeile</translation>
        </message>
        <message>
            <location filename="../../app/system/amount_kinds.py" />
            <source>a whole number from {least} to {most}</source>
            <translation>eine ganze Zahl von {least} bis {most}</translation>
        </message>
        <message>
            <location filename="../../app/system/amount_kinds.py" />
            <source>{form}, or "{automatic}"</source>
            <translation>{form} oder "{automatic}"</translation>
        </message>
        <message>
            <location filename="../../app/system/amount_kinds.py" />
            <source>a time such as "30m", "2h" or "90s", or "{never}"</source>
            <translation>eine Zeit wie "30m", "2h", "90s" oder "{never}"</translation>
        </message>
        <message>
            <location filename="../../app/system/amount_kinds.py" />
            <source>hours of the day such as 20:00-07:00, or "always"</source>
            <translation>Uhrzeiten wie 20:00-07:00 oder "always"</translation>
        </message>
        <message>
            <location filename="../../app/system/autostart.py" />
            <source>Not changed</source>
            <translation>Nicht geändert</translation>
        </message>
        <message>
            <location filename="../../app/system/autostart.py" />
            <source>What starts at login cannot be changed: {reason}.</source>
            <translation>Was bei der Anmeldung startet, kann nicht geändert werden: {reason}.</translation>
        </message>
        <message>
            <location filename="../../app/system/autostart.py" />
            <source>Check that the folder for it belongs to you.</source>
            <translation>Prüfen Sie, ob der Ordner dafür Ihnen gehört.</translation>
        </message>
        <message>
            <location filename="../../app/system/instance.py" />
            <location filename="../../app/system/paths.py" />
            <source>Folder not usable</source>
            <translation>Ordner nicht verwendbar</translation>
        </message>
        <message>
            <location filename="../../app/system/instance.py" />
            <location filename="../../app/system/paths.py" />
            <source>Choose another folder with --data-dir, or make this one writable for you.</source>
            <translation>Wählen Sie mit --data-dir einen anderen Ordner oder geben Sie sich Schreibrechte für diesen.</translation>
        </message>
        <message>
            <location filename="../../app/system/licences.py" />
            <source>see its text</source>
            <translation>siehe Lizenztext</translation>
        </message>
        <message>
            <location filename="../../app/system/ports.py" />
            <source>{program} (process {number})</source>
            <translation>{program} (Prozess {number})</translation>
        </message>
        <message>
            <location filename="../../app/system/ports.py" />
            <location filename="../../app/ui/chat/attachments.py" />
            <source>a program</source>
            <translation>ein Programm</translation>
        </message>
        <message>
            <location filename="../../app/system/setting_kinds.py" />
            <source>one of {words}</source>
            <translation>eines von {words}</translation>
        </message>
        <message>
            <location filename="../../app/system/setting_kinds.py" />
            <source>true or false</source>
            <translation>true oder false</translation>
        </message>
        <message>
            <location filename="../../app/system/setting_kinds.py" />
            <source>a name of 1 to {most} characters on one line</source>
            <translation>ein Name von 1 bis {most} Zeichen in einer Zeile</translation>
        </message>
        <message>
            <location filename="../../app/system/setting_kinds.py" />
            <source>a list of folders with their whole path, such as ["/data/models"]</source>
            <translation>eine Liste von Ordnern mit vollständigem Pfad, etwa ["/data/models"]</translation>
        </message>
        <message>
            <location filename="../../app/system/setting_kinds.py" />
            <source>a folder with its whole path, or "{automatic}"</source>
            <translation>ein Ordner mit vollständigem Pfad oder "{automatic}"</translation>
        </message>
        <message>
            <location filename="../../app/system/setting_kinds.py" />
            <source>an IPv4 address of this computer such as 192.168.1.20, or "{automatic}"</source>
            <translation>eine IPv4-Adresse dieses Computers wie 192.168.1.20 oder "{automatic}"</translation>
        </message>
        <message>
            <location filename="../../app/system/settings.py" />
            <source>What this device is called in the swarm.</source>
            <translation>So heißt dieses Gerät im Schwarm.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings.py" />
            <source>Port of the local OpenAI API on 127.0.0.1; 0 takes any free one.</source>
            <translation>Port der lokalen OpenAI-API auf 127.0.0.1; 0 nimmt irgendeinen freien.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings.py" />
            <source>Memory that this device lends to the swarm.</source>
            <translation>Arbeitsspeicher, den dieses Gerät mit dem Schwarm teilt.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings.py" />
            <source>More folders with GGUF files; they are only read.</source>
            <translation>Weitere Ordner mit GGUF-Dateien; sie werden nur gelesen.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings.py" />
            <source>Tokens of one conversation that a model remembers.</source>
            <translation>So viele Token einer Unterhaltung merkt sich ein Modell.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings.py" />
            <source>Conversations that one model answers at the same time.</source>
            <translation>In so vielen Unterhaltungen antwortet ein Modell gleichzeitig.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings.py" />
            <source>Processor threads for computing.</source>
            <translation>Prozessor-Threads zum Rechnen.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings.py" />
            <source>Where identity and token are kept: the system's keyring, a file that is not encrypted, or nowhere.</source>
            <translation>Wo Identität und Token aufbewahrt werden: im Schlüsselbund des Systems, in einer unverschlüsselten Datei oder nirgends.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings.py" />
            <source>Port for links from other devices; 0 takes any free one.</source>
            <translation>Port für Verbindungen von anderen Geräten; 0 nimmt irgendeinen freien.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings.py" />
            <source>The one device that answers requests made here; any without it.</source>
            <translation>Das eine Gerät, das hier gestellte Anfragen beantwortet; ohne Angabe jedes.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings.py" />
            <source>Whether the device that answers is chosen by chance, not by its load.</source>
            <translation>Das antwortende Gerät wird zufällig gewählt statt nach seiner Auslastung.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings.py" />
            <source>Whether only this computer answers requests made here.</source>
            <translation>Nur dieser Computer beantwortet hier gestellte Anfragen.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings.py" />
            <source>Requests that may wait for one model; more are refused.</source>
            <translation>Anfragen, die auf ein Modell warten dürfen; weitere werden abgelehnt.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings.py" />
            <source>Whether this device lends memory to the swarm.</source>
            <translation>Dieses Gerät teilt Arbeitsspeicher mit dem Schwarm.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings.py" />
            <source>Whether other devices of the swarm may copy the models of this one.</source>
            <translation>Andere Geräte des Schwarms dürfen die Modelle dieses Geräts kopieren.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings.py" />
            <source>Colours of the windows.</source>
            <translation>Helle oder dunkle Fenster.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings.py" />
            <source>Addresses of other devices' links, where they are not found by themselves.</source>
            <translation>Adressen für Verbindungen zu anderen Geräten, wo diese nicht von selbst gefunden werden.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings.py" />
            <source>Where libp2p listens; without any it chooses addresses of this network.</source>
            <translation>Wo libp2p lauscht; ohne Angabe wählt es Adressen dieses Netzwerks.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings.py" />
            <source>Addresses that this device is reached at from outside, to tell others.</source>
            <translation>Adressen, unter denen dieses Gerät von außen erreichbar ist, um sie anderen mitzuteilen.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings.py" />
            <source>Members that are asked first for others outside the local network.</source>
            <translation>Mitglieder, die zuerst nach anderen außerhalb des lokalen Netzwerks gefragt werden.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings.py" />
            <source>Whether members beyond the local network are looked up in the swarm's DHT.</source>
            <translation>Mitglieder außerhalb des lokalen Netzwerks werden in der DHT des Schwarms gesucht.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings.py" />
            <source>Whether this device passes on what members cannot send each other directly.</source>
            <translation>Dieses Gerät leitet weiter, was Mitglieder einander nicht direkt senden können.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings.py" />
            <source>Whether libp2p's connections and memory are limited.</source>
            <translation>Verbindungen und Arbeitsspeicher von libp2p werden begrenzt.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings.py" />
            <source>Separates swarms that have one token; the same on all their devices.</source>
            <translation>Trennt Schwärme, die denselben Token haben; auf allen ihren Geräten gleich.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings.py" />
            <source>The least important messages of Hearth that its log keeps.</source>
            <translation>Die unwichtigsten Meldungen von Hearth, die noch in sein Protokoll kommen.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings.py" />
            <source>The same for messages of the network libraries.</source>
            <translation>Dasselbe für Meldungen der Netzwerkbibliotheken.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings.py" />
            <source>Disk space for weights that others sent, kept for the next time; 0 for none.</source>
            <translation>Platz auf der Festplatte für Gewichte, die andere gesendet haben, für das nächste Mal; 0 für keinen.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings.py" />
            <source>After so long without a request a model is unloaded.</source>
            <translation>Nach so langer Zeit ohne Anfrage wird ein Modell entladen.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings.py" />
            <source>llama.cpp RPC servers that this device uses; their protocol is not encrypted.</source>
            <translation>RPC-Server von llama.cpp, die dieses Gerät nutzt; ihr Protokoll ist nicht verschlüsselt.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings.py" />
            <source>Bytes per second that downloads of models take at most; 0 for no limit.</source>
            <translation>Bytes pro Sekunde, die Downloads von Modellen höchstens belegen; 0 für keine Grenze.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings.py" />
            <source>Whether models in Hugging Face's cache folder are used.</source>
            <translation>Modelle im Cache-Ordner von Hugging Face werden genutzt.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings.py" />
            <source>Whether models that LM Studio has downloaded are used.</source>
            <translation>Modelle, die LM Studio heruntergeladen hat, werden genutzt.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings.py" />
            <source>What this device does for others on battery: share as always, answer without lending memory, or nothing.</source>
            <translation>Das tut dieses Gerät im Akkubetrieb für andere: teilen wie immer, antworten ohne Arbeitsspeicher zu teilen oder nichts.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings.py" />
            <source>Whether memory is lent only after nobody has touched this computer for five minutes.</source>
            <translation>Arbeitsspeicher wird erst geteilt, wenn fünf Minuten lang niemand diesen Computer benutzt hat.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings.py" />
            <source>Hours of the day in which memory is lent; outside them it is not.</source>
            <translation>Uhrzeiten, zu denen Arbeitsspeicher geteilt wird; sonst nicht.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings.py" />
            <source>Whether this computer stays awake while it loads a model or works on an answer.</source>
            <translation>Dieser Computer bleibt wach, während er ein Modell lädt oder an einer Antwort arbeitet.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings.py" />
            <source>Folder where models are kept that are downloaded or copied.</source>
            <translation>Ordner, in dem heruntergeladene oder kopierte Modelle liegen.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings.py" />
            <source>Whether other machines of the network may use the API, with a key: encrypted (https) or not (http).</source>
            <translation>Zugriff anderer Rechner im Netzwerk auf die API, mit einem Schlüssel: verschlüsselt (https) oder unverschlüsselt (http).</translation>
        </message>
        <message>
            <location filename="../../app/system/settings.py" />
            <source>Address at which other machines reach the API; by itself all of this network.</source>
            <translation>Adresse, unter der andere Rechner die API erreichen; ohne Auswahl jede, die dieser Computer im Netzwerk hat.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings.py" />
            <source>Whether Hearth notifies of devices that come, go, or ask to join.</source>
            <translation>Hearth meldet, wenn Geräte kommen, gehen oder beitreten möchten.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings.py" />
            <source>Language of the windows and the tray menu.</source>
            <translation>Sprache der Fenster und des Menüs im Infobereich.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings.py" />
            <source>{name} is "{text}"; it must be {form}.</source>
            <translation>{name} ist „{text}“; erlaubt ist: {form}.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings.py" />
            <source>Correct it or leave it out.</source>
            <translation>Berichtigen Sie es oder lassen Sie es weg.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings_file.py" />
            <source>it is not UTF-8 text</source>
            <translation>kein UTF-8-Text</translation>
        </message>
        <message>
            <location filename="../../app/system/settings_file.py" />
            <source>Settings not readable</source>
            <translation>Einstellungen nicht lesbar</translation>
        </message>
        <message>
            <location filename="../../app/system/settings_file.py" />
            <source>{path}, line {line}</source>
            <translation>{path}, Zeile {line}</translation>
        </message>
        <message>
            <location filename="../../app/system/settings_file.py" />
            <source>{place}: {reason}.</source>
            <translation>{place}: {reason}.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings_file.py" />
            <source>Correct the file, or move it away to start with the defaults. It was not changed.</source>
            <translation>Berichtigen Sie die Datei oder verschieben Sie sie, um mit den Voreinstellungen zu starten. Sie wurde nicht geändert.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings_file.py" />
            <source>Settings of a newer Hearth</source>
            <translation>Einstellungen einer neueren Version von Hearth</translation>
        </message>
        <message>
            <location filename="../../app/system/settings_file.py" />
            <source>{path} is of version {version}; this Hearth knows version {known}.</source>
            <translation>{path} hat Version {version}; Ihre Version von Hearth kennt nur Version {known}.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings_file.py" />
            <source>Update Hearth, or start with another --data-dir. The file was not changed.</source>
            <translation>Aktualisieren Sie Hearth oder starten Sie mit einem anderen --data-dir. Die Datei wurde nicht geändert.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings_file.py" />
            <source>{place}: {name} is {value}; it must be {form}.</source>
            <translation>{place}: {name} ist {value}; erlaubt ist: {form}.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings_file.py" />
            <source>Correct the line, or remove it to use the default. The file was not changed.</source>
            <translation>Berichtigen Sie die Zeile oder entfernen Sie sie, um die Voreinstellung zu verwenden. Die Datei wurde nicht geändert.</translation>
        </message>
        <message>
            <location filename="../../app/system/settings_file.py" />
            <source>Settings not saved</source>
            <translation>Einstellungen nicht gespeichert</translation>
        </message>
        <message>
            <location filename="../../app/system/sizes.py" />
            <source>a size such as 3G, 500M or 3.5 GiB</source>
            <translation>eine Größe wie 3G, 500M oder 3.5 GiB</translation>
        </message>
        <message>
            <location filename="../../app/ui/application.py" />
            <source>Hearth is still here</source>
            <translation>Hearth ist noch da</translation>
        </message>
        <message>
            <location filename="../../app/ui/application.py" />
            <source>It goes on in the tray. Quit it from the icon's menu.</source>
            <translation>Es läuft im Infobereich weiter. Beenden können Sie es im Menü des Symbols.</translation>
        </message>
        <message>
            <location filename="../../app/ui/application.py" />
            <source>This desktop has no tray, so there would be no way back to Hearth. It can stay as a minimised window.</source>
            <translation>Dieser Desktop hat keinen Infobereich, daher gäbe es keinen Weg zurück zu Hearth. Es kann als minimiertes Fenster bleiben.</translation>
        </message>
        <message>
            <location filename="../../app/ui/application.py" />
            <source>Quit Hearth?</source>
            <translation>Hearth beenden?</translation>
        </message>
        <message>
            <location filename="../../app/ui/application.py" />
            <location filename="../../app/ui/present/tray.py" />
            <source>Quit</source>
            <translation>Beenden</translation>
        </message>
        <message>
            <location filename="../../app/ui/application.py" />
            <source>Minimise</source>
            <translation>Minimieren</translation>
        </message>
        <message>
            <location filename="../../app/ui/bars.py" />
            <source>Layers: {layers}</source>
            <translation>Schichten: {layers}</translation>
        </message>
        <message>
            <location filename="../../app/ui/bridge.py" />
            <location filename="../../app/ui/help/helping.py" />
            <source>Not ready yet</source>
            <translation>Noch nicht bereit</translation>
        </message>
        <message>
            <location filename="../../app/ui/bridge.py" />
            <location filename="../../app/ui/help/helping.py" />
            <source>Hearth is still starting.</source>
            <translation>Hearth startet noch.</translation>
        </message>
        <message>
            <location filename="../../app/ui/bridge.py" />
            <source>Something went wrong</source>
            <translation>Etwas ist schiefgegangen</translation>
        </message>
        <message>
            <location filename="../../app/ui/bridge.py" />
            <source>Hearth met an error that it did not expect.</source>
            <translation>Hearth ist auf einen unerwarteten Fehler gestoßen.</translation>
        </message>
        <message>
            <location filename="../../app/ui/bridge.py" />
            <source>The log has the details; starting Hearth again may help.</source>
            <translation>Einzelheiten stehen im Protokoll; ein Neustart von Hearth kann helfen.</translation>
        </message>
        <message>
            <location filename="../../app/ui/buttons.py" />
            <location filename="../../app/ui/chat/clicks.py" />
            <source>Copied</source>
            <translation>Kopiert</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/attachments.py" />
            <source>a PDF</source>
            <translation>eine PDF-Datei</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/attachments.py" />
            <source>a picture</source>
            <translation>ein Bild</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/attachments.py" />
            <source>an archive or an office document</source>
            <translation>ein Archiv oder ein Office-Dokument</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/attachments.py" />
            <source>a compressed file</source>
            <translation>eine komprimierte Datei</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/attachments.py" />
            <source>a model</source>
            <translation>ein Modell</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/attachments.py" />
            <source>It is not a file.</source>
            <translation>Es ist keine Datei.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/attachments.py" />
            <source>A folder's files can be chosen one by one.</source>
            <translation>Die Dateien eines Ordners können einzeln ausgewählt werden.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/attachments.py" />
            <source>It has {size}; at most {most} go into a question.</source>
            <translation>Sie hat {size}; in eine Frage passen höchstens {most}.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/attachments.py" />
            <source>Copy the part that matters into the question.</source>
            <translation>Kopieren Sie den wichtigen Teil in die Frage.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/attachments.py" />
            <source>It cannot be read: {reason}.</source>
            <translation>Sie kann nicht gelesen werden: {reason}.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/attachments.py" />
            <source>There is nothing in it.</source>
            <translation>Sie ist leer.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/attachments.py" />
            <source>{name} was not added</source>
            <translation>{name} wurde nicht hinzugefügt</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/attachments.py" />
            <source>At most {count} files go into one question.</source>
            <translation>In eine Frage passen höchstens {count} Dateien.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/attachments.py" />
            <source>The files have about {tokens} tokens; {model} holds {most} in one conversation.</source>
            <translation>Die Dateien haben etwa {tokens} Token; {model} fasst {most} in einer Unterhaltung.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/attachments.py" />
            <source>Choose a model that holds more, or copy the part that matters into the question.</source>
            <translation>Wählen Sie ein Modell, das mehr fasst, oder kopieren Sie den wichtigen Teil in die Frage.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/attachments.py" />
            <source>Its characters cannot be read.</source>
            <translation>Ihre Zeichen können nicht gelesen werden.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/attachments.py" />
            <source>Save it as UTF-8 text.</source>
            <translation>Speichern Sie sie als UTF-8-Text.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/attachments.py" />
            <source>This is {kind}; only text files can be added.</source>
            <translation>Das ist {kind}; nur Textdateien können hinzugefügt werden.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/attachments.py" />
            <source>Save its text as a file, or copy it into the question.</source>
            <translation>Speichern Sie den Text daraus als Datei oder kopieren Sie ihn in die Frage.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/attachments.py" />
            <source>This is not a text file.</source>
            <translation>Das ist keine Textdatei.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/attachments.py" />
            <source>Text files of any kind can be added.</source>
            <translation>Textdateien jeder Art können hinzugefügt werden.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/browser.py" />
            <location filename="../../app/ui/chat/export.py" />
            <source>Conversation</source>
            <translation>Unterhaltung</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/clicks.py" />
            <source>A model wrote this link. It opens in your browser:</source>
            <translation>Diesen Link hat ein Modell geschrieben. Er wird in Ihrem Browser geöffnet:</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/clicks.py" />
            <source>Open this link?</source>
            <translation>Diesen Link öffnen?</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/clicks.py" />
            <source>Open</source>
            <translation>Öffnen</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/composer.py" />
            <source>Ask something</source>
            <translation>Fragen Sie etwas</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/composer.py" />
            <location filename="../../app/ui/chat/export.py" />
            <source>Question</source>
            <translation>Frage</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/composer.py" />
            <source>Send</source>
            <translation>Senden</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/composer.py" />
            <source>Send (Enter)</source>
            <translation>Senden (Eingabetaste)</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/composer.py" />
            <location filename="../../app/ui/chat/files.py" />
            <source>Add text files</source>
            <translation>Textdateien hinzufügen</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/composer.py" />
            <location filename="../../app/ui/chat/options_dialog.py" />
            <location filename="../../app/ui/chat/shelf.py" />
            <location filename="../../app/ui/dialogs.py" />
            <location filename="../../app/ui/join_dialog.py" />
            <location filename="../../app/ui/offer.py" />
            <location filename="../../app/ui/rename_dialog.py" />
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/composer.py" />
            <source>You are changing a question. The earlier version is kept.</source>
            <translation>Sie ändern eine Frage. Die frühere Fassung bleibt erhalten.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/composer.py" />
            <location filename="../../app/ui/present/transfers.py" />
            <source>Stop</source>
            <translation>Anhalten</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/composer.py" />
            <source>Stop (Esc)</source>
            <translation>Anhalten (Esc)</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/composer.py" />
            <source>Remove {name}</source>
            <translation>{name} entfernen</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/conversation.py" />
            <source>New conversation</source>
            <translation>Neue Unterhaltung</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/conversation_list.py" />
            <location filename="../../app/ui/chat/header.py" />
            <source>Conversations</source>
            <translation>Unterhaltungen</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/conversation_list.py" />
            <source>{title}, pinned</source>
            <translation>{title}, angeheftet</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/conversation_list.py" />
            <location filename="../../app/ui/chat/header.py" />
            <source>Rename…</source>
            <translation>Umbenennen…</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/conversation_list.py" />
            <source>Unpin</source>
            <translation>Nicht mehr anheften</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/conversation_list.py" />
            <source>Pin</source>
            <translation>Anheften</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/conversation_list.py" />
            <location filename="../../app/ui/chat/header.py" />
            <source>Export…</source>
            <translation>Exportieren…</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/conversation_list.py" />
            <location filename="../../app/ui/chat/header.py" />
            <location filename="../../app/ui/models/asking.py" />
            <source>Delete</source>
            <translation>Löschen</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/export.py" />
            <source>Answer</source>
            <translation>Antwort</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/export.py" />
            <source>It is not a conversation that Hearth exported.</source>
            <translation>Es ist keine Unterhaltung, die Hearth exportiert hat.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/export.py" />
            <source>It was exported by a newer Hearth.</source>
            <translation>Sie wurde von einer neueren Version von Hearth exportiert.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/export.py" />
            <source>It is damaged, or not a conversation.</source>
            <translation>Die Datei ist beschädigt oder keine Unterhaltung.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/export.py" />
            <source>Choose a file that was made by Export, JSON.</source>
            <translation>Wählen Sie eine Datei, die mit „Exportieren“ als JSON erstellt wurde.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/export.py" />
            <location filename="../../app/ui/chat/files.py" />
            <source>Not imported</source>
            <translation>Nicht importiert</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/files.py" />
            <source>Export conversation</source>
            <translation>Unterhaltung exportieren</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/files.py" />
            <source>Import conversation</source>
            <translation>Unterhaltung importieren</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/files.py" />
            <source>Not exported</source>
            <translation>Nicht exportiert</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/files.py" />
            <source>{name} cannot be written: {reason}.</source>
            <translation>{name} kann nicht geschrieben werden: {reason}.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/files.py" />
            <source>Choose another place.</source>
            <translation>Wählen Sie einen anderen Ort.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/files.py" />
            <source>Exported to {name}</source>
            <translation>Exportiert nach {name}</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/files.py" />
            <source>JSON, with all branches</source>
            <translation>JSON, mit allen Verzweigungen</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/files.py" />
            <source>{name} is too large for a conversation.</source>
            <translation>{name} ist zu groß für eine Unterhaltung.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/files.py" />
            <source>{name} is not a text.</source>
            <translation>{name} ist kein Text.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/files.py" />
            <source>{name} cannot be read: {reason}.</source>
            <translation>{name} kann nicht gelesen werden: {reason}.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/find_bar.py" />
            <source>Find in this conversation</source>
            <translation>In dieser Unterhaltung suchen</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/find_bar.py" />
            <source>Previous place (Shift+Enter)</source>
            <translation>Vorige Stelle (Umschalt+Eingabetaste)</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/find_bar.py" />
            <source>Next place (Enter)</source>
            <translation>Nächste Stelle (Eingabetaste)</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/find_bar.py" />
            <source>Close (Esc)</source>
            <translation>Schließen (Esc)</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/find_bar.py" />
            <source>{number} of {count}</source>
            <translation>{number} von {count}</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/find_bar.py" />
            <source>Not found</source>
            <translation>Nicht gefunden</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/header.py" />
            <source>Demo — shows the swarm working before any download. It is tiny: it knows about Hearth and a hundred everyday questions, nothing else.</source>
            <translation>Demo – zeigt den Schwarm bei der Arbeit, noch vor dem ersten Download. Die Demo ist winzig, kann nur Englisch und kennt nichts als Hearth und hundert Alltagsfragen.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/header.py" />
            <source>New chat (Ctrl+N)</source>
            <translation>Neuer Chat (Strg+N)</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/header.py" />
            <source>Instructions and temperature</source>
            <translation>Anweisungen und Temperatur</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/header.py" />
            <source>More</source>
            <translation>Mehr</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/header.py" />
            <location filename="../../app/ui/settings/connect_dialog.py" />
            <source>Model</source>
            <translation>Modell</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/header.py" />
            <source>Find in conversation</source>
            <translation>In der Unterhaltung suchen</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/header.py" />
            <source>Ctrl+F</source>
            <translation>Strg+F</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/header.py" />
            <source>Import…</source>
            <translation>Importieren…</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/header.py" />
            <location filename="../../app/ui/present/tray.py" />
            <source>Settings…</source>
            <translation>Einstellungen…</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/header.py" />
            <source>Ctrl+,</source>
            <translation>Strg+,</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/heard.py" />
            <source>waiting</source>
            <translation>wartet</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/heard.py" />
            <source>waiting for the next word</source>
            <translation>wartet auf das nächste Wort</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/heard.py" />
            <source>going over what was said before</source>
            <translation>das bisher Gesagte wird durchgegangen</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/heard.py" />
            <source>reading the prompt, or waiting for a turn</source>
            <translation>liest die Eingabe oder wartet, bis es an der Reihe ist</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/heard.py" />
            <source>about to load the model</source>
            <translation>das Modell wird gleich geladen</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/heard.py" />
            <source>{step} {part} of {whole}, {left}</source>
            <translation>{step}: {part} von {whole}, {left}</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/heard.py" />
            <source>{step} {part} of {whole}</source>
            <translation>{step}: {part} von {whole}</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/heard.py" />
            <source>asking {devices} for memory</source>
            <translation>fragt bei {devices} nach Arbeitsspeicher</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/heard.py" />
            <source>{cause}; looking for another device that has it</source>
            <translation>{cause}; ein anderes Gerät, das es hat, wird gesucht</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/heard.py" />
            <source>The device that was answering went away, or the model's process ended.</source>
            <translation>Das Gerät, das geantwortet hat, ist nicht mehr da, oder der Prozess des Modells wurde beendet.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/heard.py" />
            <source>The device that was answering went away, or the model's process ended. Ask again.</source>
            <translation>Das Gerät, das geantwortet hat, ist nicht mehr da, oder der Prozess des Modells wurde beendet. Fragen Sie noch einmal.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/heard.py" />
            <source>The prompt has {tokens} tokens; this model's maximum context length is {most} tokens. Shorten the conversation.</source>
            <translation>Die Eingabe hat {tokens} Token; dieses Modell fasst höchstens {most} Token. Kürzen Sie die Unterhaltung.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/heard.py" />
            <source>The prompt is too long; this model's maximum context length is {most} tokens. Shorten the conversation.</source>
            <translation>Die Eingabe ist zu lang; dieses Modell fasst höchstens {most} Token. Kürzen Sie die Unterhaltung.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/heard.py" />
            <source>Hearth made a mistake here. Its log says more.</source>
            <translation>Hier hat Hearth einen Fehler gemacht. Mehr steht im Protokoll.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/history_file.py" />
            <source>Conversations are not kept</source>
            <translation>Unterhaltungen werden nicht gespeichert</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/history_file.py" />
            <source>This computer could not write them down: {reason}.</source>
            <translation>Dieser Computer konnte sie nicht speichern: {reason}.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/history_file.py" />
            <source>They stay in this window until Hearth ends. Make room on the disk, or export what you want to keep.</source>
            <translation>Sie bleiben in diesem Fenster, bis Hearth beendet wird. Schaffen Sie Platz auf der Festplatte oder exportieren Sie, was Sie behalten möchten.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/history_file.py" />
            <source>They were written by a newer Hearth.</source>
            <translation>Sie wurden von einer neueren Version von Hearth geschrieben.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/history_file.py" />
            <source>The file is damaged.</source>
            <translation>Die Datei ist beschädigt.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/history_file.py" />
            <source>Earlier conversations cannot be shown</source>
            <translation>Frühere Unterhaltungen können nicht gezeigt werden</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/history_file.py" />
            <source>{why} Nothing is lost: it is kept as {file} in Hearth's data folder.</source>
            <translation>{why} Nichts ist verloren: Alles liegt als {file} im Datenordner von Hearth.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/history_file.py" />
            <source>New conversations are kept as usual.</source>
            <translation>Neue Unterhaltungen werden wie gewohnt gespeichert.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/jump.py" />
            <source>Jump to the newest</source>
            <translation>Zum Neuesten springen</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/model_picker.py" />
            <location filename="../../app/ui/models/own_page.py" />
            <location filename="../../app/ui/models/window.py" />
            <location filename="../../app/ui/present/settings.py" />
            <location filename="../../app/ui/swarm_window.py" />
            <source>Models</source>
            <translation>Modelle</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/options_dialog.py" />
            <source>This conversation</source>
            <translation>Diese Unterhaltung</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/options_dialog.py" />
            <source>Instructions</source>
            <translation>Anweisungen</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/options_dialog.py" />
            <source>For example: Answer briefly, in German.</source>
            <translation>Zum Beispiel: Antworte kurz und auf Deutsch.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/options_dialog.py" />
            <source>The model's own</source>
            <translation>Wie im Modell</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/options_dialog.py" />
            <source>Temperature</source>
            <translation>Temperatur</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/options_dialog.py" />
            <source>No limit</source>
            <translation>Keine Grenze</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/options_dialog.py" />
            <source>Longest answer in tokens</source>
            <translation>Längste Antwort in Token</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/options_dialog.py" />
            <source>Begin new conversations like this too</source>
            <translation>Auch neue Unterhaltungen so beginnen</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/options_dialog.py" />
            <source>What the model is told before your first question (its system prompt).</source>
            <translation>Was dem Modell vor Ihrer ersten Frage gesagt wird (sein System-Prompt).</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/options_dialog.py" />
            <source>0 gives the likeliest words; 1 and above, more surprising ones.</source>
            <translation>0 ergibt die wahrscheinlichsten Wörter; 1 und mehr überraschendere.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/options_dialog.py" />
            <source>Longest answer, in tokens</source>
            <translation>Längste Antwort, in Token</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/options_dialog.py" />
            <location filename="../../app/ui/offer.py" />
            <source>Save</source>
            <translation>Speichern</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/parts.py" />
            <location filename="../../app/ui/chat/window.py" />
            <location filename="../../app/ui/present/library.py" />
            <source>Chat</source>
            <translation>Chat</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/progress.py" />
            <source>Reading the question, {percent}%</source>
            <translation>Die Frage wird gelesen, {percent} %</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/progress.py" />
            <source>Thinking for {time}…</source>
            <translation>Überlegt seit {time}…</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/progress.py" />
            <source>Writing…</source>
            <translation>Schreibt…</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/progress.py" />
            <source>Writing on {devices}…</source>
            <translation>Schreibt auf {devices}…</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/progress.py" />
            <source>Waiting for the first word</source>
            <translation>Wartet auf das erste Wort</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/render.py" />
            <source>code</source>
            <translation>Code</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/render.py" />
            <location filename="../../app/ui/chat/transcript.py" />
            <location filename="../../app/ui/invite_dialog.py" />
            <location filename="../../app/ui/models/model_detail.py" />
            <location filename="../../app/ui/settings/connect_dialog.py" />
            <location filename="../../app/ui/settings/keys_card.py" />
            <location filename="../../app/ui/settings/window.py" />
            <source>Copy</source>
            <translation>Kopieren</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/shelf.py" />
            <source>Your conversations will be listed here. They stay on this computer.</source>
            <translation>Hier stehen später Ihre Unterhaltungen. Sie bleiben auf diesem Computer.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/shelf.py" />
            <source>No conversation has these words.</source>
            <translation>Keine Unterhaltung enthält diese Wörter.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/shelf.py" />
            <source>Rename conversation</source>
            <translation>Unterhaltung umbenennen</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/shelf.py" />
            <source>Title</source>
            <translation>Titel</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/shelf.py" />
            <location filename="../../app/ui/rename_dialog.py" />
            <source>Rename</source>
            <translation>Umbenennen</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/sidebar.py" />
            <source>New chat</source>
            <translation>Neuer Chat</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/sidebar.py" />
            <source>Ctrl+N</source>
            <translation>Strg+N</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/sidebar.py" />
            <source>Back to the conversation</source>
            <translation>Zurück zur Unterhaltung</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/sidebar.py" />
            <source>Search conversations</source>
            <translation>Unterhaltungen durchsuchen</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/sidebar.py" />
            <source>Ctrl+K</source>
            <translation>Strg+K</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/sidebar.py" />
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/sidebar.py" />
            <source>Deleted: {title}</source>
            <translation>Gelöscht: {title}</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/stream.py" />
            <source>Hearth's local API did not answer.</source>
            <translation>Die lokale API von Hearth hat nicht geantwortet.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/stream.py" />
            <location filename="../../app/ui/chat/transcript.py" />
            <source>The answer broke off</source>
            <translation>Die Antwort brach ab</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/stream.py" />
            <source>The connection ended before the answer did.</source>
            <translation>Die Verbindung endete vor der Antwort.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/stream.py" />
            <source>The local API gave an error without a reason.</source>
            <translation>Die lokale API meldete einen Fehler, ohne einen Grund zu nennen.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/stream.py" />
            <source>The local API answered with something unreadable.</source>
            <translation>Die lokale API hat etwas Unlesbares geantwortet.</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/transcript.py" />
            <source>Edit</source>
            <translation>Bearbeiten</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/transcript.py" />
            <location filename="../../app/ui/model_card.py" />
            <location filename="../../app/ui/models/offerings_area.py" />
            <location filename="../../app/ui/present/hub.py" />
            <location filename="../../app/ui/present/library.py" />
            <location filename="../../app/ui/present/transfers.py" />
            <source>Try again</source>
            <translation>Erneut versuchen</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/transcript.py" />
            <source>Show the version before</source>
            <translation>Vorige Fassung zeigen</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/transcript.py" />
            <source>Show the next version</source>
            <translation>Nächste Fassung zeigen</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/transcript.py" />
            <source>Another answer</source>
            <translation>Eine andere Antwort</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/turns.py" />
            <source>Cut at the length limit</source>
            <translation>An der Längengrenze abgeschnitten</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/turns.py" />
            <location filename="../../app/ui/present/library.py" />
            <source>{count} token</source>
            <translation>{count} Token</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/turns.py" />
            <location filename="../../app/ui/present/library.py" />
            <location filename="../../app/ui/present/settings.py" />
            <source>{count} tokens</source>
            <translation>{count} Token</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/turns.py" />
            <source>on {devices}</source>
            <translation>auf {devices}</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/turns.py" />
            <source>first word after {time}</source>
            <translation>erstes Wort nach {time}</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/turns.py" />
            <source>Thoughts</source>
            <translation>Überlegungen</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/turns.py" />
            <source>Thought briefly</source>
            <translation>Kurz überlegt</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/turns.py" />
            <source>Thought for {time}</source>
            <translation>{time} lang überlegt</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/turns.py" />
            <source>{seconds} s</source>
            <translation>{seconds} s</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/turns.py" />
            <source>{minutes} min {seconds} s</source>
            <translation>{minutes} min {seconds} s</translation>
        </message>
        <message>
            <location filename="../../app/ui/chat/welcome.py" />
            <location filename="../../app/ui/models/own_page.py" />
            <location filename="../../app/ui/models/window.py" />
            <source>Find models</source>
            <translation>Modelle finden</translation>
        </message>
        <message>
            <location filename="../../app/ui/device_card.py" />
            <source>What can be done with {name}</source>
            <translation>Was mit {name} möglich ist</translation>
        </message>
        <message>
            <location filename="../../app/ui/device_card.py" />
            <source>Round trip over the link</source>
            <translation>Antwortzeit der Verbindung</translation>
        </message>
        <message>
            <location filename="../../app/ui/device_card.py" />
            <location filename="../../app/ui/present/tray.py" />
            <location filename="../../app/ui/swarm_window.py" />
            <source>Invite a device…</source>
            <translation>Gerät einladen…</translation>
        </message>
        <message>
            <location filename="../../app/ui/device_card.py" />
            <source>Add another laptop</source>
            <translation>Noch einen Laptop hinzufügen</translation>
        </message>
        <message>
            <location filename="../../app/ui/device_card.py" />
            <source>Together two laptops run models that are too large for one. Start Hearth there, then:</source>
            <translation>Zwei Laptops zusammen schaffen Modelle, die für einen zu groß sind. Starten Sie Hearth dort, dann:</translation>
        </message>
        <message>
            <location filename="../../app/ui/dialogs.py" />
            <source>Leave {swarm}?</source>
            <translation>{swarm} verlassen?</translation>
        </message>
        <message>
            <location filename="../../app/ui/dialogs.py" />
            <source>Leave the swarm?</source>
            <translation>Den Schwarm verlassen?</translation>
        </message>
        <message>
            <location filename="../../app/ui/dialogs.py" />
            <source>This computer forgets the token and takes its memory back. Models that are split over it stop. To come back you need the token from another device.</source>
            <translation>Dieser Computer vergisst den Token und nimmt seinen Arbeitsspeicher zurück. Modelle, die auch auf ihn verteilt sind, fallen aus. Um zurückzukommen, brauchen Sie den Token von einem anderen Gerät.</translation>
        </message>
        <message>
            <location filename="../../app/ui/dialogs.py" />
            <source>Leave swarm</source>
            <translation>Schwarm verlassen</translation>
        </message>
        <message>
            <location filename="../../app/ui/dialogs.py" />
            <source>Remove {name}?</source>
            <translation>{name} entfernen?</translation>
        </message>
        <message>
            <location filename="../../app/ui/dialogs.py" />
            <source>{name} is shut out of the swarm at once, and what it works on moves to the others. The swarm gets a new token to which all other devices move by themselves; the old token stops working.</source>
            <translation>{name} wird sofort aus dem Schwarm ausgeschlossen, und die Arbeit dort geht auf die anderen über. Der Schwarm bekommt einen neuen Token, zu dem alle anderen Geräte von selbst wechseln; der alte Token gilt dann nicht mehr.</translation>
        </message>
        <message>
            <location filename="../../app/ui/dialogs.py" />
            <source>Remove device</source>
            <translation>Gerät entfernen</translation>
        </message>
        <message>
            <location filename="../../app/ui/dialogs.py" />
            <source>Make a new token?</source>
            <translation>Neuen Token erstellen?</translation>
        </message>
        <message>
            <location filename="../../app/ui/dialogs.py" />
            <source>The devices of the swarm move to it by themselves, also those that are away, when they come back. Whoever else has the old token cannot join with it any more.</source>
            <translation>Die Geräte des Schwarms wechseln von selbst zu ihm; auch die, die gerade nicht da sind, sobald sie zurückkommen. Wer sonst noch den alten Token hat, kann damit nicht mehr beitreten.</translation>
        </message>
        <message>
            <location filename="../../app/ui/dialogs.py" />
            <source>Make new token</source>
            <translation>Neuen Token erstellen</translation>
        </message>
        <message>
            <location filename="../../app/ui/door_cards.py" />
            <source>The words: {words}</source>
            <translation>Die Wörter: {words}</translation>
        </message>
        <message>
            <location filename="../../app/ui/door_cards.py" />
            <source>It must show the words {words}.</source>
            <translation>Dort müssen die Wörter {words} stehen.</translation>
        </message>
        <message>
            <location filename="../../app/ui/door_cards.py" />
            <source>Turn away</source>
            <translation>Abweisen</translation>
        </message>
        <message>
            <location filename="../../app/ui/door_cards.py" />
            <source>Let it in</source>
            <translation>Hereinlassen</translation>
        </message>
        <message>
            <location filename="../../app/ui/first_run/window.py" />
            <location filename="../../app/ui/join_dialog.py" />
            <source>Join a swarm</source>
            <translation>Einem Schwarm beitreten</translation>
        </message>
        <message>
            <location filename="../../app/ui/first_run/window.py" />
            <source>Another device of your household runs Hearth already, and shows a token or a code.</source>
            <translation>Auf einem anderen Gerät Ihres Haushalts läuft Hearth schon und zeigt einen Token oder einen Code.</translation>
        </message>
        <message>
            <location filename="../../app/ui/first_run/window.py" />
            <source>Start a swarm</source>
            <translation>Einen Schwarm beginnen</translation>
        </message>
        <message>
            <location filename="../../app/ui/first_run/window.py" />
            <source>This is the first device. You get a token for the next one.</source>
            <translation>Das ist das erste Gerät. Sie bekommen einen Token für das nächste.</translation>
        </message>
        <message>
            <location filename="../../app/ui/first_run/window.py" />
            <source>Just chat here</source>
            <translation>Nur hier chatten</translation>
        </message>
        <message>
            <location filename="../../app/ui/first_run/window.py" />
            <source>Only this computer for now. You can join or start a swarm at any time.</source>
            <translation>Vorerst nur dieser Computer. Sie können jederzeit einem Schwarm beitreten oder einen beginnen.</translation>
        </message>
        <message>
            <location filename="../../app/ui/first_run/window.py" />
            <source>Welcome to Hearth</source>
            <translation>Willkommen bei Hearth</translation>
        </message>
        <message>
            <location filename="../../app/ui/first_run/window.py" />
            <source>Checking this computer…</source>
            <translation>Dieser Computer wird geprüft…</translation>
        </message>
        <message>
            <location filename="../../app/ui/first_run/window.py" />
            <source>Start Hearth at login</source>
            <translation>Hearth bei der Anmeldung starten</translation>
        </message>
        <message>
            <location filename="../../app/ui/first_run/window.py" />
            <source>Continue</source>
            <translation>Weiter</translation>
        </message>
        <message>
            <location filename="../../app/ui/first_run/window.py" />
            <source>It turns the laptops of one household into one AI. Nothing leaves your home.</source>
            <translation>Es macht aus den Laptops eines Haushalts eine gemeinsame KI. Nichts verlässt Ihr Zuhause.</translation>
        </message>
        <message>
            <location filename="../../app/ui/first_run/window.py" />
            <location filename="../../app/ui/present/settings.py" />
            <source>Start at login</source>
            <translation>Bei der Anmeldung starten</translation>
        </message>
        <message>
            <location filename="../../app/ui/first_run/window.py" />
            <source>Without a window, so that this computer is there for the others.</source>
            <translation>Ohne Fenster, damit dieser Computer für die anderen da ist.</translation>
        </message>
        <message>
            <location filename="../../app/ui/first_run/window.py" />
            <source>A model that fits: {model} ({size})</source>
            <translation>Ein Modell, das passt: {model} ({size})</translation>
        </message>
        <message>
            <location filename="../../app/ui/first_run/window.py" />
            <source>A small demo is built in until you have it.</source>
            <translation>Bis es da ist, gibt es ein kleines eingebautes Demo-Modell.</translation>
        </message>
        <message>
            <location filename="../../app/ui/first_run/window.py" />
            <source>Download {model}</source>
            <translation>{model} herunterladen</translation>
        </message>
        <message>
            <location filename="../../app/ui/first_run/window.py" />
            <source>Downloading…</source>
            <translation>Wird heruntergeladen…</translation>
        </message>
        <message>
            <location filename="../../app/ui/help/about_dialog.py" />
            <source>Its authors ship no text of the licence.</source>
            <translation>Seine Autoren liefern keinen Lizenztext mit.</translation>
        </message>
        <message>
            <location filename="../../app/ui/help/about_dialog.py" />
            <source>About Hearth</source>
            <translation>Über Hearth</translation>
        </message>
        <message>
            <location filename="../../app/ui/help/about_dialog.py" />
            <source>Hearth {version}</source>
            <translation>Hearth {version}</translation>
        </message>
        <message>
            <location filename="../../app/ui/help/about_dialog.py" />
            <source>Joins the laptops of one household into one AI. MIT licence.</source>
            <translation>Verbindet die Laptops eines Haushalts zu einer KI. MIT-Lizenz.</translation>
        </message>
        <message>
            <location filename="../../app/ui/help/about_dialog.py" />
            <source>It is made with the work of many others:</source>
            <translation>Darin steckt die Arbeit vieler anderer:</translation>
        </message>
        <message>
            <location filename="../../app/ui/help/about_dialog.py" />
            <source>What Hearth is made of</source>
            <translation>Woraus Hearth besteht</translation>
        </message>
        <message>
            <location filename="../../app/ui/help/about_dialog.py" />
            <source>Text of the licence</source>
            <translation>Lizenztext</translation>
        </message>
        <message>
            <location filename="../../app/ui/help/about_dialog.py" />
            <location filename="../../app/ui/help/diagnostics_dialog.py" />
            <location filename="../../app/ui/invite_dialog.py" />
            <location filename="../../app/ui/present/transfers.py" />
            <location filename="../../app/ui/settings/connect_dialog.py" />
            <location filename="../../app/ui/troubleshoot_dialog.py" />
            <source>Done</source>
            <translation>Fertig</translation>
        </message>
        <message>
            <location filename="../../app/ui/help/diagnostics_dialog.py" />
            <source>This was copied. Tokens, keys, conversations, your name and your home folder were taken out. Look it over before you send it to somebody who helps.</source>
            <translation>Das wurde kopiert. Token, Schlüssel, Unterhaltungen, Ihr Name und Ihr persönlicher Ordner wurden herausgenommen. Sehen Sie es durch, bevor Sie es jemandem schicken, der Ihnen hilft.</translation>
        </message>
        <message>
            <location filename="../../app/ui/help/diagnostics_dialog.py" />
            <source>Diagnostics</source>
            <translation>Diagnose</translation>
        </message>
        <message>
            <location filename="../../app/ui/help/diagnostics_dialog.py" />
            <source>Copy again</source>
            <translation>Noch einmal kopieren</translation>
        </message>
        <message>
            <location filename="../../app/ui/help/diagnostics_dialog.py" />
            <source>Copy the diagnostics again</source>
            <translation>Die Diagnose noch einmal kopieren</translation>
        </message>
        <message>
            <location filename="../../app/ui/help/helping.py" />
            <source>No file manager</source>
            <translation>Keine Dateiverwaltung</translation>
        </message>
        <message>
            <location filename="../../app/ui/help/helping.py" />
            <source>The log is in {folder}.</source>
            <translation>Das Protokoll liegt in {folder}.</translation>
        </message>
        <message>
            <location filename="../../app/ui/help/helping.py" />
            <source>Open this folder by yourself.</source>
            <translation>Öffnen Sie diesen Ordner selbst.</translation>
        </message>
        <message>
            <location filename="../../app/ui/invite_dialog.py" />
            <source>Start Hearth on the other device.</source>
            <translation>Starten Sie Hearth auf dem anderen Gerät.</translation>
        </message>
        <message>
            <location filename="../../app/ui/invite_dialog.py" />
            <source>Choose “Join swarm…” there.</source>
            <translation>Wählen Sie dort „Schwarm beitreten…“.</translation>
        </message>
        <message>
            <location filename="../../app/ui/invite_dialog.py" />
            <source>Paste this token, or scan the QR code.</source>
            <translation>Fügen Sie diesen Token ein oder scannen Sie den QR-Code.</translation>
        </message>
        <message>
            <location filename="../../app/ui/invite_dialog.py" />
            <source>QR code of the token</source>
            <translation>QR-Code des Tokens</translation>
        </message>
        <message>
            <location filename="../../app/ui/invite_dialog.py" />
            <source>QR code hidden</source>
            <translation>QR-Code verborgen</translation>
        </message>
        <message>
            <location filename="../../app/ui/invite_dialog.py" />
            <source>Invite a device to {swarm}</source>
            <translation>Ein Gerät zu {swarm} einladen</translation>
        </message>
        <message>
            <location filename="../../app/ui/invite_dialog.py" />
            <source>Token, hidden</source>
            <translation>Token, verborgen</translation>
        </message>
        <message>
            <location filename="../../app/ui/invite_dialog.py" />
            <source>Show</source>
            <translation>Anzeigen</translation>
        </message>
        <message>
            <location filename="../../app/ui/invite_dialog.py" />
            <source>Show the token and its QR code</source>
            <translation>Den Token und seinen QR-Code anzeigen</translation>
        </message>
        <message>
            <location filename="../../app/ui/invite_dialog.py" />
            <source>Copy the token</source>
            <translation>Den Token kopieren</translation>
        </message>
        <message>
            <location filename="../../app/ui/invite_dialog.py" />
            <source>Invite code {code}</source>
            <translation>Einladungscode {code}</translation>
        </message>
        <message>
            <location filename="../../app/ui/invite_dialog.py" />
            <source>Withdraw</source>
            <translation>Zurückziehen</translation>
        </message>
        <message>
            <location filename="../../app/ui/invite_dialog.py" />
            <source>Withdraw the code {code}</source>
            <translation>Den Code {code} zurückziehen</translation>
        </message>
        <message>
            <location filename="../../app/ui/invite_dialog.py" />
            <source>Copy the code {code}</source>
            <translation>Den Code {code} kopieren</translation>
        </message>
        <message>
            <location filename="../../app/ui/invite_dialog.py" />
            <source>Or the token, which works until you change it</source>
            <translation>Oder der Token, der gilt, bis Sie ihn ändern</translation>
        </message>
        <message>
            <location filename="../../app/ui/invite_dialog.py" />
            <source>Whoever has this token can join, ask, and lend memory. Devices work on each other's questions: the device that answers can read them. Give it only to people you trust.</source>
            <translation>Wer diesen Token hat, kann beitreten, fragen und Arbeitsspeicher teilen. Die Geräte bearbeiten die Fragen der anderen: Auf dem Gerät, das antwortet, können sie gelesen werden. Geben Sie den Token nur Menschen, denen Sie vertrauen.</translation>
        </message>
        <message>
            <location filename="../../app/ui/invite_dialog.py" />
            <source>Make a new token…</source>
            <translation>Neuen Token erstellen…</translation>
        </message>
        <message>
            <location filename="../../app/ui/invite_dialog.py" />
            <source>Works once, for a day. You let the device in when both show the same three words.</source>
            <translation>Gilt einmal, einen Tag lang. Sie lassen das Gerät herein, wenn beide dieselben drei Wörter zeigen.</translation>
        </message>
        <message>
            <location filename="../../app/ui/invite_dialog.py" />
            <source>Make a code</source>
            <translation>Code erstellen</translation>
        </message>
        <message>
            <location filename="../../app/ui/invite_dialog.py" />
            <source>Make an invite code that works once</source>
            <translation>Einen Einladungscode erstellen, der einmal gilt</translation>
        </message>
        <message>
            <location filename="../../app/ui/invite_dialog.py" />
            <source>A short code for one device</source>
            <translation>Ein kurzer Code für ein Gerät</translation>
        </message>
        <message>
            <location filename="../../app/ui/invite_dialog.py" />
            <source>Token</source>
            <translation>Token</translation>
        </message>
        <message>
            <location filename="../../app/ui/invite_dialog.py" />
            <source>Hide</source>
            <translation>Verbergen</translation>
        </message>
        <message>
            <location filename="../../app/ui/join_dialog.py" />
            <source>Nothing happens until you press “Join”.</source>
            <translation>Nichts geschieht, bevor Sie auf „Beitreten“ drücken.</translation>
        </message>
        <message>
            <location filename="../../app/ui/join_dialog.py" />
            <source>Paste the token, or type the code, that another device shows under “Invite a device”.</source>
            <translation>Fügen Sie den Token ein oder tippen Sie den Code, den ein anderes Gerät unter „Gerät einladen“ zeigt.</translation>
        </message>
        <message>
            <location filename="../../app/ui/join_dialog.py" />
            <source>{token}  or  {code}</source>
            <translation>{token}  oder  {code}</translation>
        </message>
        <message>
            <location filename="../../app/ui/join_dialog.py" />
            <source>Token or code</source>
            <translation>Token oder Code</translation>
        </message>
        <message>
            <location filename="../../app/ui/join_dialog.py" />
            <source>Paste</source>
            <translation>Einfügen</translation>
        </message>
        <message>
            <location filename="../../app/ui/join_dialog.py" />
            <source>Paste the token</source>
            <translation>Den Token einfügen</translation>
        </message>
        <message>
            <location filename="../../app/ui/join_dialog.py" />
            <source>Devices of a swarm work on each other's questions: the device that answers can read them. Only join swarms of people you trust.</source>
            <translation>Die Geräte eines Schwarms bearbeiten die Fragen der anderen: Auf dem Gerät, das antwortet, können sie gelesen werden. Treten Sie nur dem Schwarm von Menschen bei, denen Sie vertrauen.</translation>
        </message>
        <message>
            <location filename="../../app/ui/join_dialog.py" />
            <source>Join</source>
            <translation>Beitreten</translation>
        </message>
        <message>
            <location filename="../../app/ui/join_dialog.py" />
            <source>Join the swarm</source>
            <translation>Dem Schwarm beitreten</translation>
        </message>
        <message>
            <location filename="../../app/ui/join_dialog.py" />
            <location filename="../../app/ui/present/__init__.py" />
            <location filename="../../app/ui/present/tray.py" />
            <source>Stop asking</source>
            <translation>Nicht mehr anfragen</translation>
        </message>
        <message>
            <location filename="../../app/ui/join_dialog.py" />
            <source>This computer is in the swarm {swarm} already.</source>
            <translation>Dieser Computer ist schon im Schwarm {swarm}.</translation>
        </message>
        <message>
            <location filename="../../app/ui/join_dialog.py" />
            <source>An invite code: the other device is asked.</source>
            <translation>Ein Einladungscode: Das andere Gerät wird gefragt.</translation>
        </message>
        <message>
            <location filename="../../app/ui/join_dialog.py" />
            <source>This is the swarm {swarm}.</source>
            <translation>Das ist der Schwarm {swarm}.</translation>
        </message>
        <message>
            <location filename="../../app/ui/join_dialog.py" />
            <source>Joining…</source>
            <translation>Beitritt läuft…</translation>
        </message>
        <message>
            <location filename="../../app/ui/model_card.py" />
            <location filename="../../app/ui/present/library.py" />
            <source>Hide plan</source>
            <translation>Plan ausblenden</translation>
        </message>
        <message>
            <location filename="../../app/ui/model_card.py" />
            <location filename="../../app/ui/present/library.py" />
            <source>Show plan</source>
            <translation>Plan anzeigen</translation>
        </message>
        <message>
            <location filename="../../app/ui/model_card.py" />
            <source>Show plan of {model}</source>
            <translation>Plan von {model} anzeigen</translation>
        </message>
        <message>
            <location filename="../../app/ui/model_card.py" />
            <location filename="../../app/ui/present/library.py" />
            <source>Load</source>
            <translation>Laden</translation>
        </message>
        <message>
            <location filename="../../app/ui/model_card.py" />
            <source>Load {model}</source>
            <translation>{model} laden</translation>
        </message>
        <message>
            <location filename="../../app/ui/model_card.py" />
            <location filename="../../app/ui/present/library.py" />
            <source>Unload</source>
            <translation>Entladen</translation>
        </message>
        <message>
            <location filename="../../app/ui/model_card.py" />
            <source>Unload {model}</source>
            <translation>{model} entladen</translation>
        </message>
        <message>
            <location filename="../../app/ui/model_card.py" />
            <source>Use it now</source>
            <translation>Jetzt verwenden</translation>
        </message>
        <message>
            <location filename="../../app/ui/model_card.py" />
            <source>Load {model} by its better plan</source>
            <translation>{model} nach dem besseren Plan laden</translation>
        </message>
        <message>
            <location filename="../../app/ui/model_card.py" />
            <source>Keep this plan</source>
            <translation>Diesen Plan beibehalten</translation>
        </message>
        <message>
            <location filename="../../app/ui/model_card.py" />
            <source>Devices that come or go change the plan only when they must</source>
            <translation>Geräte, die kommen oder gehen, ändern den Plan nur, wenn es sein muss</translation>
        </message>
        <message>
            <location filename="../../app/ui/model_card.py" />
            <source>Keep the plan of {model}</source>
            <translation>Den Plan von {model} beibehalten</translation>
        </message>
        <message>
            <location filename="../../app/ui/model_card.py" />
            <source>After the change</source>
            <translation>Nach dem Wechsel</translation>
        </message>
        <message>
            <location filename="../../app/ui/model_cards.py" />
            <source>No models yet.</source>
            <translation>Noch keine Modelle.</translation>
        </message>
        <message>
            <location filename="../../app/ui/models/asking.py" />
            <source>{model} ({size}) is deleted from this computer's models folder. This cannot be undone.</source>
            <translation>{model} ({size}) wird aus dem Modellordner dieses Computers gelöscht. Das lässt sich nicht rückgängig machen.</translation>
        </message>
        <message>
            <location filename="../../app/ui/models/asking.py" />
            <source>Other devices keep theirs, and it can be copied from them.</source>
            <translation>Andere Geräte behalten es, und es kann von ihnen kopiert werden.</translation>
        </message>
        <message>
            <location filename="../../app/ui/models/asking.py" />
            <source>No other device has it: to have it again it must be downloaded.</source>
            <translation>Kein anderes Gerät hat es: Um es wieder zu haben, muss es heruntergeladen werden.</translation>
        </message>
        <message>
            <location filename="../../app/ui/models/asking.py" />
            <source>Delete {model}?</source>
            <translation>{model} löschen?</translation>
        </message>
        <message>
            <location filename="../../app/ui/models/asking.py" />
            <source>Discard {model}?</source>
            <translation>{model} verwerfen?</translation>
        </message>
        <message>
            <location filename="../../app/ui/models/asking.py" />
            <source>The {size} that have arrived are deleted, and would have to be transferred again. To continue later, stop it instead.</source>
            <translation>Die {size}, die schon da sind, werden gelöscht und müssten noch einmal übertragen werden. Um später weiterzumachen, halten Sie es stattdessen an.</translation>
        </message>
        <message>
            <location filename="../../app/ui/models/asking.py" />
            <source>Discard</source>
            <translation>Verwerfen</translation>
        </message>
        <message>
            <location filename="../../app/ui/models/asking.py" />
            <source>Keep</source>
            <translation>Behalten</translation>
        </message>
        <message>
            <location filename="../../app/ui/models/asking.py" />
            <source>Get {model} all the same?</source>
            <translation>{model} trotzdem holen?</translation>
        </message>
        <message>
            <location filename="../../app/ui/models/asking.py" />
            <source>It can be downloaded now, and loaded once there is room for it.</source>
            <translation>Sie können es schon jetzt herunterladen. Starten lässt es sich erst, wenn genug Arbeitsspeicher da ist.</translation>
        </message>
        <message>
            <location filename="../../app/ui/models/asking.py" />
            <source>Get it</source>
            <translation>Holen</translation>
        </message>
        <message>
            <location filename="../../app/ui/models/find_page.py" />
            <source>Search {site}</source>
            <translation>{site} durchsuchen</translation>
        </message>
        <message>
            <location filename="../../app/ui/models/find_page.py" />
            <source>Search for models on the internet</source>
            <translation>Im Internet nach Modellen suchen</translation>
        </message>
        <message>
            <location filename="../../app/ui/models/find_page.py" />
            <source>Search</source>
            <translation>Suchen</translation>
        </message>
        <message>
            <location filename="../../app/ui/models/find_page.py" />
            <source>Searching</source>
            <translation>Suche läuft</translation>
        </message>
        <message>
            <location filename="../../app/ui/models/find_page.py" />
            <source>Models that could be got</source>
            <translation>Modelle, die geholt werden können</translation>
        </message>
        <message>
            <location filename="../../app/ui/models/find_page.py" />
            <source>There is no internet now. Search again once there is.</source>
            <translation>Zurzeit gibt es kein Internet. Suchen Sie noch einmal, sobald es wieder da ist.</translation>
        </message>
        <message>
            <location filename="../../app/ui/models/find_page.py" />
            <source>Nothing was found for “{text}”. Try fewer words, or owner/name.</source>
            <translation>Für „{text}“ wurde nichts gefunden. Versuchen Sie weniger Wörter oder Besitzer/Name.</translation>
        </message>
        <message>
            <location filename="../../app/ui/models/find_page.py" />
            <source>Suggestions</source>
            <translation>Vorschläge</translation>
        </message>
        <message>
            <location filename="../../app/ui/models/find_page.py" />
            <source>Search for a model by its name.</source>
            <translation>Suchen Sie ein Modell nach seinem Namen.</translation>
        </message>
        <message>
            <location filename="../../app/ui/models/model_detail.py" />
            <source>About the model</source>
            <translation>Über das Modell</translation>
        </message>
        <message>
            <location filename="../../app/ui/models/model_detail.py" />
            <source>Keep loaded</source>
            <translation>Geladen halten</translation>
        </message>
        <message>
            <location filename="../../app/ui/models/model_detail.py" />
            <source>Copy the model's name</source>
            <translation>Den Namen des Modells kopieren</translation>
        </message>
        <message>
            <location filename="../../app/ui/models/model_detail.py" />
            <source>Name for programs: {name}</source>
            <translation>Name für Programme: {name}</translation>
        </message>
        <message>
            <location filename="../../app/ui/models/model_detail.py" />
            <source>Where it is</source>
            <translation>Wo es ist</translation>
        </message>
        <message>
            <location filename="../../app/ui/models/model_detail.py" />
            <source>Name for programs</source>
            <translation>Name für Programme</translation>
        </message>
        <message>
            <location filename="../../app/ui/models/model_detail.py" />
            <source>Keep {model} loaded</source>
            <translation>{model} geladen halten</translation>
        </message>
        <message>
            <location filename="../../app/ui/models/model_detail.py" />
            <source>It is not unloaded when it is not used for a while</source>
            <translation>Es wird nicht entladen, wenn es eine Weile nicht gebraucht wird</translation>
        </message>
        <message>
            <location filename="../../app/ui/models/offerings_area.py" />
            <source>Whether it would fit is not known yet.</source>
            <translation>Ob es passen würde, ist noch nicht bekannt.</translation>
        </message>
        <message>
            <location filename="../../app/ui/models/offerings_area.py" />
            <source>{title}: {percent}% is here</source>
            <translation>{title}: {percent} % sind da</translation>
        </message>
        <message>
            <location filename="../../app/ui/models/offerings_area.py" />
            <source>What can be got</source>
            <translation>Was geholt werden kann</translation>
        </message>
        <message>
            <location filename="../../app/ui/models/offerings_area.py" />
            <source>Looking</source>
            <translation>Wird gesucht</translation>
        </message>
        <message>
            <location filename="../../app/ui/models/offerings_area.py" />
            <source>There is no model here that Hearth can run: it has no files of llama.cpp's format (GGUF).</source>
            <translation>Hier gibt es kein Modell, das Hearth ausführen kann: Es hat keine Dateien im Format von llama.cpp (GGUF).</translation>
        </message>
        <message>
            <location filename="../../app/ui/models/offerings_area.py" />
            <source>Looking for versions…</source>
            <translation>Versionen werden gesucht…</translation>
        </message>
        <message>
            <location filename="../../app/ui/models/own_page.py" />
            <source>Filter by name or device</source>
            <translation>Nach Name oder Gerät filtern</translation>
        </message>
        <message>
            <location filename="../../app/ui/models/own_page.py" />
            <source>Filter models by name or device</source>
            <translation>Modelle nach Name oder Gerät filtern</translation>
        </message>
        <message>
            <location filename="../../app/ui/models/parts.py" />
            <source>{action} {model}</source>
            <translation>{model}: {action}</translation>
        </message>
        <message>
            <location filename="../../app/ui/models/transfer_detail.py" />
            <source>About the transfer</source>
            <translation>Über die Übertragung</translation>
        </message>
        <message>
            <location filename="../../app/ui/models/window.py" />
            <source>Your models</source>
            <translation>Ihre Modelle</translation>
        </message>
        <message>
            <location filename="../../app/ui/models/window.py" />
            <source>Your models · {count} on the way</source>
            <translation>Ihre Modelle · {count} unterwegs</translation>
        </message>
        <message>
            <location filename="../../app/ui/offer.py" />
            <source>Memory that this computer shares</source>
            <translation>Arbeitsspeicher, den dieser Computer teilt</translation>
        </message>
        <message>
            <location filename="../../app/ui/offer.py" />
            <source>Nothing</source>
            <translation>Nichts</translation>
        </message>
        <message>
            <location filename="../../app/ui/offer.py" />
            <source>This computer will share no memory: it only asks.</source>
            <translation>Dieser Computer wird keinen Arbeitsspeicher teilen: Er fragt nur.</translation>
        </message>
        <message>
            <location filename="../../app/ui/offer.py" />
            <source>This computer will share up to {size} of its memory.</source>
            <translation>Dieser Computer wird bis zu {size} seines Arbeitsspeichers teilen.</translation>
        </message>
        <message>
            <location filename="../../app/ui/offer.py" />
            <source>Shared memory</source>
            <translation>Geteilter Arbeitsspeicher</translation>
        </message>
        <message>
            <location filename="../../app/ui/offer.py" />
            <source>If you share less than is in use, the other devices first take over what they run here.</source>
            <translation>Wenn Sie weniger teilen, als belegt ist, übernehmen die anderen Geräte zuerst, was sie hier ausführen.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/__init__.py" />
            <source>Leave…</source>
            <translation>Verlassen…</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/__init__.py" />
            <source>Waiting to be let in</source>
            <translation>Wartet auf Einlass</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/__init__.py" />
            <source>Your swarm</source>
            <translation>Ihr Schwarm</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/__init__.py" />
            <location filename="../../app/ui/present/devices.py" />
            <source>This computer</source>
            <translation>Dieser Computer</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/__init__.py" />
            <source>Hearth did not start</source>
            <translation>Hearth ist nicht gestartet</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/__init__.py" />
            <source>Not running</source>
            <translation>Läuft nicht</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/__init__.py" />
            <source>Nothing is running.</source>
            <translation>Es läuft nichts.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/__init__.py" />
            <source>Starting Hearth…</source>
            <translation>Hearth startet…</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/__init__.py" />
            <location filename="../../app/ui/present/devices.py" />
            <source>Devices</source>
            <translation>Geräte</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/catalogue.py" />
            <source>Fast on any computer; for short texts and simple questions.</source>
            <translation>Auf jedem Computer schnell; für kurze Texte und einfache Fragen.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/catalogue.py" />
            <source>Small and quick; summaries and rewriting.</source>
            <translation>Klein und flink; zum Zusammenfassen und Umschreiben.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/catalogue.py" />
            <source>For a laptop with 8 GB of memory; everyday questions.</source>
            <translation>Für einen Laptop mit 8 GB Arbeitsspeicher; alltägliche Fragen.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/catalogue.py" />
            <source>Thinks before it answers; good for its size.</source>
            <translation>Denkt nach, bevor es antwortet; gut für seine Größe.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/catalogue.py" />
            <source>For a laptop with 16 GB of memory; many languages, reasoning, code.</source>
            <translation>Für einen Laptop mit 16 GB Arbeitsspeicher; viele Sprachen, logisches Denken, Programmcode.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/catalogue.py" />
            <source>Noticeably better at hard questions; for 24 GB of memory, or two laptops together.</source>
            <translation>Merklich besser bei schweren Fragen; für 24 GB Arbeitsspeicher oder zwei Laptops zusammen.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/catalogue.py" />
            <source>Reasons well, and fast for its size: few of its weights work on each word.</source>
            <translation>Denkt gut nach und ist schnell für seine Größe: An jedem Wort arbeiten nur wenige seiner Gewichte.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/catalogue.py" />
            <source>Fast for its size: few of its weights work on each word; for 32 GB, or a household.</source>
            <translation>Schnell für seine Größe: An jedem Wort arbeiten nur wenige seiner Gewichte; für 32 GB oder einen Haushalt.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/catalogue.py" />
            <source>Careful and slow; for a household with 32 GB of memory to spare.</source>
            <translation>Sorgfältig und langsam; für einen Haushalt, der 32 GB Arbeitsspeicher übrig hat.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/catalogue.py" />
            <source>What no single laptop holds; for a household with 64 GB of memory.</source>
            <translation>Was in keinen einzelnen Laptop passt; für einen Haushalt mit 64 GB Arbeitsspeicher.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/connect.py" />
            <source>{url} (this computer)</source>
            <translation>{url} (dieser Computer)</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/connect.py" />
            <source>{url} (other machines)</source>
            <translation>{url} (andere Rechner)</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/connect.py" />
            <source>{command}, then:</source>
            <translation>{command}, dann:</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/connect.py" />
            <source>In a terminal:</source>
            <translation>In einem Terminal:</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/connect.py" />
            <source>In its environment, or under Admin Panel, Settings, Connections as an OpenAI API:</source>
            <translation>In seinen Umgebungsvariablen oder unter Admin Panel, Settings, Connections als OpenAI-API:</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/connect.py" />
            <source>For VS Code and JetBrains, in {path}:</source>
            <translation>Für VS Code und JetBrains, in {path}:</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/conversations.py" />
            <source>Pinned</source>
            <translation>Angeheftet</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/conversations.py" />
            <source>Today</source>
            <translation>Heute</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/conversations.py" />
            <source>Yesterday</source>
            <translation>Gestern</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/conversations.py" />
            <source>Last 7 days</source>
            <translation>Letzte 7 Tage</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/conversations.py" />
            <source>Last 30 days</source>
            <translation>Letzte 30 Tage</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/conversations.py" />
            <source>{month} {year}</source>
            <translation>{month} {year}</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/dates.py" />
            <source>January</source>
            <translation>Januar</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/dates.py" />
            <source>February</source>
            <translation>Februar</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/dates.py" />
            <source>March</source>
            <translation>März</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/dates.py" />
            <source>April</source>
            <translation>April</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/dates.py" />
            <source>May</source>
            <translation>Mai</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/dates.py" />
            <source>June</source>
            <translation>Juni</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/dates.py" />
            <source>July</source>
            <translation>Juli</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/dates.py" />
            <source>August</source>
            <translation>August</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/dates.py" />
            <source>September</source>
            <translation>September</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/dates.py" />
            <source>October</source>
            <translation>Oktober</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/dates.py" />
            <source>November</source>
            <translation>November</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/dates.py" />
            <source>December</source>
            <translation>Dezember</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/devices.py" />
            <source>Online</source>
            <translation>Online</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/devices.py" />
            <source>Connecting…</source>
            <translation>Wird verbunden…</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/devices.py" />
            <source>Not answering</source>
            <translation>Antwortet nicht</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/devices.py" />
            <source>Away</source>
            <translation>Nicht da</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/devices.py" />
            <source>Shares no memory</source>
            <translation>Teilt keinen Arbeitsspeicher</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/devices.py" />
            <source>Shares {offered} of memory when it is here</source>
            <translation>Teilt {offered} Arbeitsspeicher, wenn es da ist</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/devices.py" />
            <source>Shares {offered} of memory, none in use</source>
            <translation>Teilt {offered} Arbeitsspeicher, nichts davon belegt</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/devices.py" />
            <source>{used} of {offered} shared memory in use</source>
            <translation>{used} von {offered} Arbeitsspeicher belegt</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/devices.py" />
            <source>{processor}: {used} of {offered} in use</source>
            <translation>{processor}: {used} von {offered} belegt</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/devices.py" />
            <source>Answering, {rate}</source>
            <translation>Antwortet, {rate}</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/devices.py" />
            <location filename="../../app/ui/present/library.py" />
            <location filename="../../app/ui/present/models.py" />
            <source>Answering</source>
            <translation>Antwortet</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/devices.py" />
            <location filename="../../app/ui/present/library.py" />
            <location filename="../../app/ui/present/models.py" />
            <source>Loading</source>
            <translation>Lädt</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/devices.py" />
            <source>Battery {percent} %, plugged in</source>
            <translation>Akku {percent} %, am Stromnetz</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/devices.py" />
            <source>On battery, {percent} %</source>
            <translation>Im Akkubetrieb, {percent} %</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/devices.py" />
            <source>Graphics processor</source>
            <translation>Grafikprozessor</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/devices.py" />
            <source>Processor</source>
            <translation>Prozessor</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/devices.py" />
            <source>{milliseconds} ms</source>
            <translation>{milliseconds} ms</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/devices.py" />
            <source>Not reachable now</source>
            <translation>Zurzeit nicht erreichbar</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/devices.py" />
            <source>Last seen at {time}</source>
            <translation>Zuletzt gesehen: {time}</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/devices.py" />
            <source>Idle</source>
            <translation>Bereit</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/devices.py" />
            <location filename="../../app/ui/present/tray.py" />
            <source>{count} devices</source>
            <translation>{count} Geräte</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/devices.py" />
            <source>{count} devices, {online} of them online</source>
            <translation>{count} Geräte, davon {online} online</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/fits.py" />
            <source>Share more memory, or invite another device.</source>
            <translation>Teilen Sie mehr Arbeitsspeicher oder laden Sie ein weiteres Gerät ein.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/fits.py" />
            <source>Snug</source>
            <translation>Knapp</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/fits.py" />
            <source>Comfortable</source>
            <translation>Passt gut</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/fits.py" />
            <source>Just fits when split over {places}: little memory is left beside it.</source>
            <translation>Passt gerade noch, verteilt auf {places}: Daneben bleibt wenig Arbeitsspeicher frei.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/fits.py" />
            <source>Split, snug</source>
            <translation>Verteilt, knapp</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/fits.py" />
            <source>Fits comfortably when split over {places}.</source>
            <translation>Passt gut, verteilt auf {places}.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/fits.py" />
            <source>Split</source>
            <translation>Verteilt</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/fits.py" />
            <source>Too big for all devices together: {size} more memory would have to be shared.</source>
            <translation>Zu groß für alle Geräte zusammen: Es müssten {size} mehr Arbeitsspeicher geteilt werden.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/fits.py" />
            <source>Too big for this computer: {size} more memory would have to be shared.</source>
            <translation>Zu groß für diesen Computer: Es müssten {size} mehr Arbeitsspeicher geteilt werden.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/fits.py" />
            <source>{size} short</source>
            <translation>{size} zu wenig</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/fits.py" />
            <source>Just fits on this computer: little memory is left beside it.</source>
            <translation>Passt gerade noch auf diesen Computer: Daneben bleibt wenig Arbeitsspeicher frei.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/fits.py" />
            <source>Fits comfortably on this computer.</source>
            <translation>Passt gut auf diesen Computer.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/fits.py" />
            <source>Just fits on {device}: little memory is left beside it.</source>
            <translation>Passt gerade noch auf {device}: Daneben bleibt wenig Arbeitsspeicher frei.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/fits.py" />
            <source>Fits comfortably on {device}.</source>
            <translation>Passt gut auf {device}.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/household.py" />
            <source>Pause sharing for an hour</source>
            <translation>Teilen für eine Stunde pausieren</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/household.py" />
            <source>Pause sharing until tomorrow morning</source>
            <translation>Teilen bis morgen früh pausieren</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/household.py" />
            <source>Pause sharing until I resume it</source>
            <translation>Teilen pausieren, bis ich es fortsetze</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/household.py" />
            <source>sharing is paused</source>
            <translation>Teilen pausiert</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/household.py" />
            <source>sharing is paused until {time}</source>
            <translation>Teilen pausiert bis {time}</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/household.py" />
            <source>short of memory, shares {size}</source>
            <translation>wenig Arbeitsspeicher frei, teilt {size}</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/household.py" />
            <source>shares no memory: {reason}</source>
            <translation>teilt keinen Arbeitsspeicher – {reason}</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/household.py" />
            <source>{clock} tomorrow</source>
            <translation>morgen um {clock}</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/household.py" />
            <source>{clock} on {day} {month}</source>
            <translation>{day}. {month} um {clock}</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/household.py" />
            <source>{clock} on {day} {month} {year}</source>
            <translation>{day}. {month} {year} um {clock}</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/household.py" />
            <source>Resume sharing</source>
            <translation>Teilen fortsetzen</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/household.py" />
            <source>Remove from the swarm…</source>
            <translation>Aus dem Schwarm entfernen…</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/household.py" />
            <source>Rename this computer…</source>
            <translation>Diesen Computer umbenennen…</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/household.py" />
            <source>Change shared memory…</source>
            <translation>Geteilten Arbeitsspeicher ändern…</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/household.py" />
            <source>{name} asks to join</source>
            <translation>{name} möchte beitreten</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/household.py" />
            <source>Let it in only if it shows the same three words.</source>
            <translation>Lassen Sie das Gerät nur herein, wenn es dieselben drei Wörter zeigt.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/household.py" />
            <source>Works once, until {time}.</source>
            <translation>Gilt einmal, bis {time}.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/household.py" />
            <source>Looking for the device that gave the invite…</source>
            <translation>Das Gerät, von dem die Einladung kommt, wird gesucht…</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/household.py" />
            <source>{name} must show the same three words. Let this computer in there.</source>
            <translation>{name} muss dieselben drei Wörter zeigen. Bestätigen Sie diesen Computer dort.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/hub.py" />
            <source>Best for you</source>
            <translation>Am besten für Sie</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/hub.py" />
            <source>Fits this computer</source>
            <translation>Passt auf diesen Computer</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/hub.py" />
            <source>Fits the swarm</source>
            <translation>Passt in den Schwarm</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/hub.py" />
            <source>Too big for now</source>
            <translation>Vorerst zu groß</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/hub.py" />
            <source>Found for “{text}”</source>
            <translation>Gefunden für „{text}“</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/hub.py" />
            <source>{size} in {count} files</source>
            <translation>{size} in {count} Dateien</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/hub.py" />
            <source>A smaller number of bits takes less memory and is a little less clever.</source>
            <translation>Mit weniger Bits braucht ein Modell weniger Arbeitsspeicher, antwortet aber etwas schlechter.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/hub.py" />
            <source>Original</source>
            <translation>Original</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/hub.py" />
            <source>Small</source>
            <translation>Klein</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/hub.py" />
            <source>Large</source>
            <translation>Groß</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/hub.py" />
            <source>Medium</source>
            <translation>Mittel</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/hub.py" />
            <source>{count} download</source>
            <translation>{count} Download</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/hub.py" />
            <source>{count} downloads</source>
            <translation>{count} Downloads</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/hub.py" />
            <source>{count} like</source>
            <translation>gefällt {count} Person</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/hub.py" />
            <source>{count} likes</source>
            <translation>gefällt {count} Personen</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/hub.py" />
            <source>{number}M</source>
            <translation>{number} Mio.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/hub.py" />
            <source>{number}k</source>
            <translation>{number} Tsd.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/hub.py" />
            <source>Here</source>
            <translation>Vorhanden</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/hub.py" />
            <source>This computer has it already.</source>
            <translation>Dieser Computer hat es schon.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/hub.py" />
            <source>Getting…</source>
            <translation>Wird geholt…</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/hub.py" />
            <source>It is on its way: see Your models.</source>
            <translation>Es ist unterwegs – siehe „Ihre Modelle“.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/hub.py" />
            <location filename="../../app/ui/present/transfers.py" />
            <source>Resume</source>
            <translation>Fortsetzen</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/hub.py" />
            <source>Get</source>
            <translation>Holen</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/library.py" />
            <location filename="../../app/ui/present/models.py" />
            <location filename="../../app/ui/present/tray.py" />
            <location filename="../../app/ui/settings/window.py" />
            <source>Starting…</source>
            <translation>Startet…</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/library.py" />
            <source>Downloads</source>
            <translation>Downloads</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/library.py" />
            <source>On this computer</source>
            <translation>Auf diesem Computer</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/library.py" />
            <source>On other devices</source>
            <translation>Auf anderen Geräten</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/library.py" />
            <source>{name} (this computer)</source>
            <translation>{name} (dieser Computer)</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/library.py" />
            <source>also on {names}</source>
            <translation>auch auf {names}</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/library.py" />
            <location filename="../../app/ui/present/models.py" />
            <source>on {names}</source>
            <translation>auf {names}</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/library.py" />
            <source>Loading {percent} %</source>
            <translation>Wird geladen, {percent} %</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/library.py" />
            <source>Loaded</source>
            <translation>Geladen</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/library.py" />
            <location filename="../../app/ui/present/transfers.py" />
            <source>Failed</source>
            <translation>Fehlgeschlagen</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/library.py" />
            <source>whole on this computer</source>
            <translation>ganz auf diesem Computer</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/library.py" />
            <source>whole on {device}</source>
            <translation>ganz auf {device}</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/library.py" />
            <source>split over {places}</source>
            <translation>verteilt auf {places}</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/library.py" />
            <source>Embeddings, for search</source>
            <translation>Suche (Embeddings)</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/library.py" />
            <source>Size</source>
            <translation>Größe</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/library.py" />
            <source>Context</source>
            <translation>Kontext</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/library.py" />
            <source>Layers</source>
            <translation>Schichten</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/library.py" />
            <source>For</source>
            <translation>Für</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/library.py" />
            <source>It is loaded already.</source>
            <translation>Es ist schon geladen.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/library.py" />
            <source>Copy here</source>
            <translation>Hierher kopieren</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/library.py" />
            <source>Delete…</source>
            <translation>Löschen…</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/library.py" />
            <source>Stop loading</source>
            <translation>Laden abbrechen</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/library.py" />
            <source>Its device loads it at the first question. To load it here, copy it first.</source>
            <translation>Sein Gerät lädt es bei der ersten Frage. Um es hier zu laden, kopieren Sie es zuerst.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/library.py" />
            <source>It runs on another device: unload it there.</source>
            <translation>Es läuft auf einem anderen Gerät: Entladen Sie es dort.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/library.py" />
            <source>It runs on {device}: unload it there.</source>
            <translation>Es läuft auf {device}: Entladen Sie es dort.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/library.py" />
            <source>It is on its way already.</source>
            <translation>Es ist schon unterwegs.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/library.py" />
            <source>It came with Hearth and takes next to no room.</source>
            <translation>Es kam mit Hearth und braucht so gut wie keinen Platz.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/library.py" />
            <source>Its file is outside of Hearth's models folder: Hearth only reads it.</source>
            <translation>Seine Datei liegt außerhalb von Hearths Modellordner: Hearth liest sie nur.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/library.py" />
            <source>Unload it first.</source>
            <translation>Entladen Sie es zuerst.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/library.py" />
            <source>{count} model on this computer, {size}</source>
            <translation>{count} Modell auf diesem Computer, {size}</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/library.py" />
            <source>{count} models on this computer, {size}</source>
            <translation>{count} Modelle auf diesem Computer, {size}</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/library.py" />
            <source>{count} more on other devices</source>
            <translation>{count} mehr auf anderen Geräten</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/library.py" />
            <source>No models yet</source>
            <translation>Noch keine Modelle</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/library.py" />
            <source>No model here is called “{name}”. It may be found on the internet.</source>
            <translation>Hier heißt kein Modell „{name}“. Vielleicht findet es sich im Internet.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/library.py" />
            <source>No models yet. Some that fit this computer are one click away.</source>
            <translation>Noch keine Modelle. Einige, die auf diesen Computer passen, sind nur einen Klick entfernt.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/models.py" />
            <source>Demo — shows the swarm working before any download</source>
            <translation>Demo – zeigt den Schwarm bei der Arbeit, noch vor jedem Download</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/models.py" />
            <location filename="../../app/ui/settings/window.py" />
            <source>Hearth is starting…</source>
            <translation>Hearth startet…</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/models.py" />
            <source>In a moment you can ask.</source>
            <translation>Gleich können Sie fragen.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/models.py" />
            <source>Get one that fits this computer: it answers here, and nothing leaves your household.</source>
            <translation>Holen Sie eines, das auf diesen Computer passt: Es antwortet hier, und nichts verlässt Ihren Haushalt.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/models.py" />
            <source>There is no model to ask yet</source>
            <translation>Noch gibt es kein Modell, das Sie fragen können</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/models.py" />
            <source>No model yet</source>
            <translation>Noch kein Modell</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/models.py" />
            <source>Answers are computed by the devices of your household. Nothing leaves it.</source>
            <translation>Die Geräte Ihres Haushalts berechnen die Antworten. Nichts verlässt Ihr Zuhause.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/models.py" />
            <source>What would you like to know?</source>
            <translation>Was möchten Sie wissen?</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/models.py" />
            <source>{name} is not used: {reason}.</source>
            <translation>{name} wird nicht verwendet – {reason}.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/models.py" />
            <source>Cannot be loaded</source>
            <translation>Kann nicht geladen werden</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/models.py" />
            <source>Does not fit: {missing} of memory is missing</source>
            <translation>Passt nicht: {missing} Arbeitsspeicher fehlen</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/models.py" />
            <source>Would be split over {names}</source>
            <translation>Würde auf {names} verteilt</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/models.py" />
            <source>Would run on {name}</source>
            <translation>Würde auf {name} laufen</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/models.py" />
            <source>{size} travel to other devices before the first answer.</source>
            <translation>Vor der ersten Antwort gehen {size} an andere Geräte.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/models.py" />
            <source>Not loaded</source>
            <translation>Nicht geladen</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/models.py" />
            <source>Ready</source>
            <translation>Bereit</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/models.py" />
            <source>for embeddings</source>
            <translation>für die Suche</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/models.py" />
            <source>{count} layer</source>
            <translation>{count} Schicht</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/models.py" />
            <source>{count} layers</source>
            <translation>{count} Schichten</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/models.py" />
            <source>Loading the model</source>
            <translation>Das Modell wird geladen</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/models.py" />
            <source>{title} (demo)</source>
            <translation>{title} (Demo)</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/models.py" />
            <source>loaded</source>
            <translation>geladen</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/models.py" />
            <source>only on disk: loads first</source>
            <translation>nur auf der Festplatte – wird erst geladen</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/names.py" />
            <source>this computer</source>
            <translation>diesen Computer</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/names.py" />
            <source>{count} more</source>
            <translation>{count} weitere</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/names.py" />
            <source>{names} and {last}</source>
            <translation>{names} und {last}</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/requests.py" />
            <source>For an hour</source>
            <translation>Für eine Stunde</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/requests.py" />
            <source>Until tomorrow morning</source>
            <translation>Bis morgen früh</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/requests.py" />
            <source>Until I resume it</source>
            <translation>Bis ich es fortsetze</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/settings.py" />
            <source>Takes effect when Hearth is started again.</source>
            <translation>Gilt, sobald Hearth neu gestartet wird.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/settings.py" />
            <source>Not encrypted: whoever is in this network can read questions, answers and keys.</source>
            <translation>Nicht verschlüsselt: Wer in diesem Netzwerk ist, kann Fragen, Antworten und Schlüssel lesen.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/settings.py" />
            <source>General</source>
            <translation>Allgemein</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/settings.py" />
            <source>Sharing</source>
            <translation>Teilen</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/settings.py" />
            <source>Local API</source>
            <translation>Lokale API</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/settings.py" />
            <source>Name of this device</source>
            <translation>Name dieses Geräts</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/settings.py" />
            <source>Notifications</source>
            <translation>Benachrichtigungen</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/settings.py" />
            <source>Theme</source>
            <translation>Erscheinungsbild</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/settings.py" />
            <source>Language</source>
            <translation>Sprache</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/settings.py" />
            <source>Share memory</source>
            <translation>Arbeitsspeicher teilen</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/settings.py" />
            <source>How much</source>
            <translation>Wie viel</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/settings.py" />
            <source>On battery</source>
            <translation>Im Akkubetrieb</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/settings.py" />
            <source>Only while nobody is using this computer</source>
            <translation>Nur solange niemand diesen Computer benutzt</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/settings.py" />
            <source>Only at certain hours</source>
            <translation>Nur zu bestimmten Zeiten</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/settings.py" />
            <source>Stay awake while working</source>
            <translation>Beim Arbeiten wach bleiben</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/settings.py" />
            <source>Models folder</source>
            <translation>Modellordner</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/settings.py" />
            <source>More folders</source>
            <translation>Weitere Ordner</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/settings.py" />
            <source>Length of a conversation</source>
            <translation>Länge einer Unterhaltung</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/settings.py" />
            <source>Conversations at once</source>
            <translation>Gleichzeitige Unterhaltungen</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/settings.py" />
            <source>Port</source>
            <translation>Port</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/settings.py" />
            <source>Other machines</source>
            <translation>Andere Rechner</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/settings.py" />
            <location filename="../../app/ui/settings/window.py" />
            <source>Address for them</source>
            <translation>Adresse für andere Rechner</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/settings.py" />
            <source>As the system</source>
            <translation>Wie im System</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/settings.py" />
            <source>Light</source>
            <translation>Hell</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/settings.py" />
            <source>Dark</source>
            <translation>Dunkel</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/settings.py" />
            <source>Share as always</source>
            <translation>Teilen wie immer</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/settings.py" />
            <source>Answer, lend no memory</source>
            <translation>Nur Fragen beantworten</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/settings.py" />
            <source>Do nothing for others</source>
            <translation>Nichts für andere tun</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/settings.py" />
            <source>May not use it</source>
            <translation>Kein Zugriff</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/settings.py" />
            <source>May use it, encrypted</source>
            <translation>Zugriff, verschlüsselt</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/settings.py" />
            <source>May use it, not encrypted</source>
            <translation>Zugriff, unverschlüsselt</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/settings.py" />
            <source>This is Hearth {version}. Hearth never asks the internet whether there is a newer version. New versions are announced on the project's page.</source>
            <translation>Das ist Hearth {version}. Hearth fragt nie im Internet nach, ob es eine neuere Version gibt. Neue Versionen werden auf der Seite des Projekts angekündigt.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/transfers.py" />
            <source>What has arrived so far is kept.</source>
            <translation>Was schon da ist, bleibt erhalten.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/transfers.py" />
            <source>Checking {model}</source>
            <translation>{model} wird geprüft</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/transfers.py" />
            <source>Copying {model} from {sources}</source>
            <translation>{model} wird von {sources} kopiert</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/transfers.py" />
            <source>Copying {model}</source>
            <translation>{model} wird kopiert</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/transfers.py" />
            <source>Downloading {model} from {sources}</source>
            <translation>{model} wird von {sources} heruntergeladen</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/transfers.py" />
            <source>Downloading {model}</source>
            <translation>{model} wird heruntergeladen</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/transfers.py" />
            <source>Importing {model} from {sources}</source>
            <translation>{model} wird von {sources} importiert</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/transfers.py" />
            <source>Importing {model}</source>
            <translation>{model} wird importiert</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/transfers.py" />
            <source>{size}/s</source>
            <translation>{size}/s</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/transfers.py" />
            <source>Waiting</source>
            <translation>Wartet</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/transfers.py" />
            <source>Checking that every byte is right</source>
            <translation>Jedes Byte wird geprüft</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/transfers.py" />
            <source>Here, and ready to load</source>
            <translation>Da und bereit zum Laden</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/transfers.py" />
            <source>Copying</source>
            <translation>Wird kopiert</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/transfers.py" />
            <source>Copying, just begun</source>
            <translation>Wird kopiert, eben begonnen</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/transfers.py" />
            <source>Downloading</source>
            <translation>Wird heruntergeladen</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/transfers.py" />
            <source>Downloading, just begun</source>
            <translation>Wird heruntergeladen, eben begonnen</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/transfers.py" />
            <source>Importing</source>
            <translation>Wird importiert</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/transfers.py" />
            <source>Importing, just begun</source>
            <translation>Wird importiert, eben begonnen</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/transfers.py" />
            <source>Checking</source>
            <translation>Wird geprüft</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/transfers.py" />
            <source>Came from {names}.</source>
            <translation>Kam von {names}.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/transfers.py" />
            <source>Comes from {names}.</source>
            <translation>Kommt von {names}.</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/transfers.py" />
            <source>Clear</source>
            <translation>Ausblenden</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/transfers.py" />
            <source>Discard…</source>
            <translation>Verwerfen…</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/tray.py" />
            <source>Waiting for the keyring to be unlocked</source>
            <translation>Wartet, bis der Schlüsselbund entsperrt ist</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/tray.py" />
            <source>Connecting to the swarm…</source>
            <translation>Verbindung mit dem Schwarm wird hergestellt…</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/tray.py" />
            <source>Looking for the inviting device…</source>
            <translation>Das einladende Gerät wird gesucht…</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/tray.py" />
            <source>{name} must show: {words}</source>
            <translation>{name} muss zeigen: {words}</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/tray.py" />
            <source>shares no memory</source>
            <translation>teilt keinen Arbeitsspeicher</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/tray.py" />
            <source>Swarm…</source>
            <translation>Schwarm…</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/tray.py" />
            <source>Open logs</source>
            <translation>Protokolle öffnen</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/tray.py" />
            <source>About Hearth…</source>
            <translation>Über Hearth…</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/tray.py" />
            <location filename="../../app/ui/swarm_window.py" />
            <source>Open chat</source>
            <translation>Chat öffnen</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/tray.py" />
            <source>Models…</source>
            <translation>Modelle…</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/tray.py" />
            <source>Pause sharing</source>
            <translation>Teilen pausieren</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/tray.py" />
            <location filename="../../app/ui/swarm_window.py" />
            <source>Join swarm…</source>
            <translation>Schwarm beitreten…</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/tray.py" />
            <source>Leave swarm…</source>
            <translation>Schwarm verlassen…</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/tray.py" />
            <location filename="../../app/ui/swarm_window.py" />
            <source>Copy API address</source>
            <translation>API-Adresse kopieren</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/tray.py" />
            <location filename="../../app/ui/settings/window.py" />
            <source>Connect an app…</source>
            <translation>App verbinden…</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/tray.py" />
            <source>Help</source>
            <translation>Hilfe</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/tray.py" />
            <source>Copy diagnostics</source>
            <translation>Diagnose kopieren</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/tray.py" />
            <source>Troubleshoot network…</source>
            <translation>Netzwerkprobleme beheben…</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/tray.py" />
            <source>Show the first steps…</source>
            <translation>Erste Schritte anzeigen…</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/tray.py" />
            <source>loading {title}</source>
            <translation>lädt {title}</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/tray.py" />
            <source>answering</source>
            <translation>antwortet</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/tray.py" />
            <source>answering {count} requests</source>
            <translation>beantwortet {count} Anfragen</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/tray.py" />
            <source>{count} device</source>
            <translation>{count} Gerät</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/tray.py" />
            <source>{online} of {count} devices online</source>
            <translation>{online} von {count} Geräten online</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/tray.py" />
            <source>{name} asks to join. It must show: {words}</source>
            <translation>{name} möchte beitreten. Dort muss stehen: {words}</translation>
        </message>
        <message>
            <location filename="../../app/ui/present/tray.py" />
            <source>{name} joined the swarm</source>
            <translation>{name} ist dem Schwarm beigetreten</translation>
        </message>
        <message>
            <location filename="../../app/ui/rename_dialog.py" />
            <source>Rename this computer</source>
            <translation>Diesen Computer umbenennen</translation>
        </message>
        <message>
            <location filename="../../app/ui/rename_dialog.py" />
            <source>Name of this computer</source>
            <translation>Name dieses Computers</translation>
        </message>
        <message>
            <location filename="../../app/ui/rename_dialog.py" />
            <source>The other devices show it by this name. Its network name stays as it is.</source>
            <translation>Unter diesem Namen zeigen ihn die anderen Geräte. Sein Name im Netzwerk bleibt, wie er ist.</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/connect_dialog.py" />
            <source>Connect an app</source>
            <translation>App verbinden</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/connect_dialog.py" />
            <source>Programs that speak OpenAI's API use the models of your swarm. Copy what yours needs.</source>
            <translation>Programme, die mit der OpenAI-API arbeiten, können die Modelle Ihres Schwarms nutzen. Kopieren Sie, was Ihr Programm braucht.</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/connect_dialog.py" />
            <source>Programs</source>
            <translation>Programme</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/connect_dialog.py" />
            <source>any text, until you make a key</source>
            <translation>beliebig, bis es einen Schlüssel gibt</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/connect_dialog.py" />
            <location filename="../../app/ui/settings/keys_card.py" />
            <source>Make a key</source>
            <translation>Schlüssel erstellen</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/connect_dialog.py" />
            <source>Make a key for this app</source>
            <translation>Einen Schlüssel für diese App erstellen</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/connect_dialog.py" />
            <source>Address</source>
            <translation>Adresse</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/connect_dialog.py" />
            <source>API key</source>
            <translation>API-Schlüssel</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/connect_dialog.py" />
            <source>Test it</source>
            <translation>Testen</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/connect_dialog.py" />
            <source>Test the connection</source>
            <translation>Die Verbindung testen</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/connect_dialog.py" />
            <source>Asks the model for one sentence, the way your program will.</source>
            <translation>Bittet das Modell um einen Satz, so wie Ihr Programm es tun wird.</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/connect_dialog.py" />
            <source>An app ({program})</source>
            <translation>Eine App ({program})</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/connect_dialog.py" />
            <source>The key is put in above and below. Copy it now: it is shown this once.</source>
            <translation>Der Schlüssel ist oben und unten eingesetzt. Kopieren Sie ihn jetzt: Er wird nur dieses eine Mal gezeigt.</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/connect_dialog.py" />
            <source>Asking…</source>
            <translation>Anfrage läuft…</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/connect_dialog.py" />
            <source>It works. The model says: {answer}</source>
            <translation>Es funktioniert. Das Modell sagt: {answer}</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/connect_dialog.py" />
            <source>For {program}</source>
            <translation>Für {program}</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/connect_dialog.py" />
            <source>Copy what {program} needs</source>
            <translation>Kopieren, was {program} braucht</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/controls.py" />
            <source>{name}: from</source>
            <translation>{name}: von</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/controls.py" />
            <source>{name}: to</source>
            <translation>{name}: bis</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/controls.py" />
            <source>from</source>
            <translation>von</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/controls.py" />
            <source>to</source>
            <translation>bis</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/keys_card.py" />
            <source>There are no keys. Programs of this computer may use any text as their key; other machines need one from here.</source>
            <translation>Es gibt keine Schlüssel. Programme auf diesem Computer dürfen jeden Text als Schlüssel verwenden; andere Rechner brauchen einen von hier.</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/keys_card.py" />
            <source>Programs need one of these keys.</source>
            <translation>Programme brauchen einen dieser Schlüssel.</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/keys_card.py" />
            <source>API keys</source>
            <translation>API-Schlüssel</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/keys_card.py" />
            <source>What it is for, such as {program}</source>
            <translation>Zweck, etwa {program}</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/keys_card.py" />
            <source>Name of the new key</source>
            <translation>Name des neuen Schlüssels</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/keys_card.py" />
            <source>Revoke</source>
            <translation>Widerrufen</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/keys_card.py" />
            <source>Revoke the key {name}</source>
            <translation>Den Schlüssel {name} widerrufen</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/keys_card.py" />
            <source>Copy the key {name}</source>
            <translation>Den Schlüssel {name} kopieren</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/keys_card.py" />
            <source>{name}: Copy it now: it is shown this once.</source>
            <translation>{name}: Kopieren Sie ihn jetzt. Er wird nur dieses eine Mal gezeigt.</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/keys_card.py" />
            <source>The key {name}</source>
            <translation>Der Schlüssel {name}</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/keys_card.py" />
            <source>ends with {end}, made on {day} {month} {year}</source>
            <translation>endet auf {end}, erstellt am {day}. {month} {year}</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/setting_widget.py" />
            <source>The usual folder, in Hearth's data folder</source>
            <translation>Der übliche Ordner, in Hearths Datenordner</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/setting_widget.py" />
            <source>Choose the models folder</source>
            <translation>Den Modellordner auswählen</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/setting_widget.py" />
            <source>Every address</source>
            <translation>Alle Adressen</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/trial.py" />
            <source>Say hello in one short sentence.</source>
            <translation>Sagen Sie in einem kurzen Satz Hallo.</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/trial.py" />
            <source>Not reached</source>
            <translation>Nicht erreicht</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/trial.py" />
            <source>{url} gave no answer: it took too long.</source>
            <translation>{url} gab keine Antwort: Es dauerte zu lange.</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/trial.py" />
            <source>{url} gave no answer: {error}.</source>
            <translation>{url} gab keine Antwort: {error}.</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/trial.py" />
            <source>It gave no reason.</source>
            <translation>Ein Grund wurde nicht genannt.</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/trial.py" />
            <source>(an empty answer)</source>
            <translation>(eine leere Antwort)</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/trial.py" />
            <source>What came back is no answer of a model.</source>
            <translation>Was zurückkam, ist keine Antwort eines Modells.</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/wide_controls.py" />
            <source>{name}: chosen by Hearth</source>
            <translation>{name}: von Hearth gewählt</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/wide_controls.py" />
            <source>Chosen by Hearth from what this computer has</source>
            <translation>Von Hearth gewählt, je nachdem, was dieser Computer hat</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/wide_controls.py" />
            <source>Choose…</source>
            <translation>Auswählen…</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/wide_controls.py" />
            <source>Usual folder</source>
            <translation>Üblicher Ordner</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/wide_controls.py" />
            <source>{name}: the usual folder</source>
            <translation>{name}: der übliche Ordner</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/wide_controls.py" />
            <source>Add a folder…</source>
            <translation>Ordner hinzufügen…</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/wide_controls.py" />
            <source>{name}: add a folder</source>
            <translation>{name}: Ordner hinzufügen</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/wide_controls.py" />
            <source>Remove</source>
            <translation>Entfernen</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/wide_controls.py" />
            <source>Remove {folder} from the list</source>
            <translation>{folder} aus der Liste entfernen</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/window.py" />
            <source>Settings</source>
            <translation>Einstellungen</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/window.py" />
            <source>Pages of settings</source>
            <translation>Seiten der Einstellungen</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/window.py" />
            <source>Page of settings</source>
            <translation>Seite der Einstellungen</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/window.py" />
            <location filename="../../app/ui/swarm_window.py" />
            <source>API address</source>
            <translation>API-Adresse</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/window.py" />
            <source>Copy {url}</source>
            <translation>{url} kopieren</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/window.py" />
            <source>Other machines see a certificate that this computer made itself. Its SHA-256 fingerprint:</source>
            <translation>Andere Rechner sehen ein Zertifikat, das dieser Computer selbst erstellt hat. Sein SHA-256-Fingerabdruck:</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/window.py" />
            <source>Fingerprint of the certificate</source>
            <translation>Fingerabdruck des Zertifikats</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/window.py" />
            <source>Copy the API address</source>
            <translation>Die API-Adresse kopieren</translation>
        </message>
        <message>
            <location filename="../../app/ui/settings/window.py" />
            <source>Programs that speak OpenAI's API reach every model of your swarm at this address.</source>
            <translation>Programme, die mit der OpenAI-API arbeiten, erreichen unter dieser Adresse jedes Modell Ihres Schwarms.</translation>
        </message>
        <message>
            <location filename="../../app/ui/swarm_window.py" />
            <source>Now</source>
            <translation>Jetzt</translation>
        </message>
        <message>
            <location filename="../../app/ui/swarm_window.py" />
            <source>For your programs</source>
            <translation>Für Ihre Programme</translation>
        </message>
        <message>
            <location filename="../../app/ui/swarm_window.py" />
            <source>Copy address</source>
            <translation>Adresse kopieren</translation>
        </message>
        <message>
            <location filename="../../app/ui/swarm_window.py" />
            <source>Any program for the OpenAI API on this computer can use it, with any key.</source>
            <translation>Alle Programme auf diesem Computer, die mit der OpenAI-API arbeiten, können sie verwenden, mit beliebigem Schlüssel.</translation>
        </message>
        <message>
            <location filename="../../app/ui/swarm_window.py" />
            <source>Missing a device?</source>
            <translation>Fehlt ein Gerät?</translation>
        </message>
        <message>
            <location filename="../../app/ui/swarm_window.py" />
            <location filename="../../app/ui/troubleshoot_dialog.py" />
            <source>Troubleshoot network</source>
            <translation>Netzwerkprobleme beheben</translation>
        </message>
        <message>
            <location filename="../../app/ui/swarm_window.py" />
            <source>Find out why devices do not see each other</source>
            <translation>Herausfinden, warum Geräte einander nicht sehen</translation>
        </message>
        <message>
            <location filename="../../app/ui/swarm_window.py" />
            <source>All models…</source>
            <translation>Alle Modelle…</translation>
        </message>
        <message>
            <location filename="../../app/ui/swarm_window.py" />
            <source>Models: get, copy, delete</source>
            <translation>Modelle: holen, kopieren, löschen</translation>
        </message>
        <message>
            <location filename="../../app/ui/swarm_window.py" />
            <source>Get, copy, delete, and see what would fit</source>
            <translation>Holen, kopieren, löschen und sehen, was passen würde</translation>
        </message>
        <message>
            <location filename="../../app/ui/swarm_window.py" />
            <source>Nothing is running. Ask something in the chat.</source>
            <translation>Gerade läuft nichts. Fragen Sie etwas im Chat.</translation>
        </message>
        <message>
            <location filename="../../app/ui/troubleshoot_dialog.py" />
            <source>An address given by hand always works; the other device shows its own here.</source>
            <translation>Eine von Hand eingegebene Adresse funktioniert immer; das andere Gerät zeigt seine hier an.</translation>
        </message>
        <message>
            <location filename="../../app/ui/troubleshoot_dialog.py" />
            <source>Looking at the network</source>
            <translation>Das Netzwerk wird geprüft</translation>
        </message>
        <message>
            <location filename="../../app/ui/troubleshoot_dialog.py" />
            <source>Look again</source>
            <translation>Noch einmal prüfen</translation>
        </message>
        <message>
            <location filename="../../app/ui/troubleshoot_dialog.py" />
            <source>Copy report</source>
            <translation>Bericht kopieren</translation>
        </message>
        <message>
            <location filename="../../app/ui/troubleshoot_dialog.py" />
            <source>Copy the report</source>
            <translation>Den Bericht kopieren</translation>
        </message>
        <message>
            <location filename="../../app/ui/troubleshoot_dialog.py" />
            <source>Address of another device</source>
            <translation>Adresse eines anderen Geräts</translation>
        </message>
        <message>
            <location filename="../../app/ui/troubleshoot_dialog.py" />
            <source>Connect</source>
            <translation>Verbinden</translation>
        </message>
        <message>
            <location filename="../../app/ui/troubleshoot_dialog.py" />
            <source>Looking at the network…</source>
            <translation>Das Netzwerk wird geprüft…</translation>
        </message>
        <message>
            <location filename="../../app/ui/troubleshoot_dialog.py" />
            <source>This computer's: {addresses}.</source>
            <translation>Adressen dieses Computers: {addresses}.</translation>
        </message>
        <message>
            <location filename="../../app/ui/troubleshoot_dialog.py" />
            <source>Connecting to {address}…</source>
            <translation>Verbindung mit {address} wird hergestellt…</translation>
        </message>
        <message>
            <location filename="../../app/ui/troubleshoot_dialog.py" />
            <source>Kept: this device connects to it from now on. Look again in a moment.</source>
            <translation>Gespeichert: Dieses Gerät verbindet sich von jetzt an damit. Prüfen Sie gleich noch einmal.</translation>
        </message>
        <message>
            <location filename="../../app/ui/widgets.py" />
            <source>Clear the field</source>
            <translation>Feld leeren</translation>
        </message>
        <message>
            <location filename="../../app/ui/windows.py" />
            <source>Link not understood</source>
            <translation>Link nicht verstanden</translation>
        </message>
    </context>
</TS>
