from secondopinion.run import clamav


def test_the_settings_say_all_that_a_careless_scanner_leaves_out():
    lines = clamav.text("/run/clamav/clamd.ctl", "/memory/clamav", "/var/lib/clamav").splitlines()

    for alert in ("ExceedsMax", "Encrypted", "EncryptedArchive", "EncryptedDoc"):
        assert f"Alert{alert} yes" in lines
    for limit in ("StreamMaxLength", "MaxFileSize", "MaxScanSize"):
        assert f"{limit} 2000M" in lines
    assert {"MaxFiles 20000", "MaxRecursion 17", "MaxScanTime 300000"} <= set(lines)
    assert {"LocalSocket /run/clamav/clamd.ctl", "TemporaryDirectory /memory/clamav"} <= set(lines)
