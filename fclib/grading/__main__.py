from fclib.grading.cli import main

raise SystemExit(main())
