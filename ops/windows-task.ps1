# For Windows, in PowerShell, in the project's folder, with the conda environment vagar active:
#   .\ops\windows-task.ps1
# Variables for publishing and notices are those of the user: setx VAGAR_NOTIFY_TOKEN ...
$vagar = (Get-Command vagar).Source
$line = "run --changed --publish staging --summary outputs\summary.json --log-format json"
$action = New-ScheduledTaskAction -Execute $vagar -Argument $line -WorkingDirectory (Get-Location)
$trigger = New-ScheduledTaskTrigger -Daily -At 3:30am
$settings = New-ScheduledTaskSettingsSet -StartWhenAvailable -MultipleInstances IgnoreNew `
    -ExecutionTimeLimit (New-TimeSpan -Hours 6)
Register-ScheduledTask -TaskName "Vagar" -Action $action -Trigger $trigger -Settings $settings `
    -Description "Run the reports that are not up to date, and publish them"
